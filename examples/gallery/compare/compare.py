"""Draws two figures of the gallery with matplotlib (and tueplots) and with plotnine (the grammar of ggplot2), from
the same data, in the width of an ACL column: what a careful user of each gets with an ordinary effort.

    python3 -m venv .venv-compare && .venv-compare/bin/pip install -r requirements.txt
    .venv-compare/bin/python compare.py
"""

import io
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plotnine as p9
import zopfli.png
from PIL import Image
from matplotlib.colors import LogNorm
from tueplots import axes, figsizes, fontsizes

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
WIDTH = 3.03
STYLES = ["none", "simplified", "detailed"]
PROJECTIONS = ["q", "k", "v", "o"]


def look(aspect, rows=1, columns=1):
    """tueplots for an ACL column: its own bundles stop at other venues."""
    size = figsizes.icml2024_half(nrows=rows, ncols=columns, height_to_width_ratio=aspect)
    size["figure.figsize"] = (WIDTH, size["figure.figsize"][1] * WIDTH / size["figure.figsize"][0])
    settings = {**size, **fontsizes.icml2024(), **axes.lines()}
    return {**settings, "pdf.fonttype": 42, "figure.dpi": 300}


def shrink(file):
    """Writes a picture again with 64 colours and the smallest packing: the difference, 21 of 255 at edges, is not seen."""
    colors = Image.open(file).convert("RGB").quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    colors.save(packed, "PNG", optimize=True)
    file.write_bytes(zopfli.png.optimize(packed.getvalue()))


def save(figure, name):
    file = HERE / f"matplotlib-{name}.png"
    figure.savefig(file, dpi=150)
    plt.close(figure)
    shrink(file)


def matplotlib_curves(data):
    with plt.rc_context(look(0.75, 2, 2)):
        figure, grid = plt.subplots(2, 2, sharex=True)
        for axis, projection in zip(grid.flat, PROJECTIONS):
            for style in STYLES:
                rows = data[(data.projection == projection) & (data["style"] == style)]
                axis.plot(rows.layer, rows["mean"], label=style.capitalize())
                axis.fill_between(rows.layer, rows.lower, rows.upper, alpha=0.2)
            axis.set_title(projection)
            axis.set_ylim(bottom=0)
        figure.supxlabel("Layer")
        figure.supylabel(r"Nuclear norm $\|\nabla W\|_*$")
        handles, labels = grid.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=3)
        save(figure, "curves")


def matplotlib_ratio(data):
    table = data.pivot(index="model", columns="task", values="fast_over_slow").loc[data.model.unique()]
    with plt.rc_context(look(0.618)):
        figure, axis = plt.subplots()
        reach = np.exp(np.abs(np.log(table.values)).max())
        image = axis.imshow(table, cmap="RdBu_r", norm=LogNorm(1 / reach, reach), aspect="auto")
        axis.set_xticks(range(table.shape[1]), table.columns)
        axis.set_yticks(range(table.shape[0]), table.index)
        for row in range(table.shape[0]):
            for column in range(table.shape[1]):
                axis.text(column, row, f"{table.values[row, column]:.1f}", ha="center", va="center")
        figure.colorbar(image, label="Fast / slow")
        save(figure, "ratio")


def ggplot(plot, name, height):
    plot = plot + p9.theme_bw(base_size=8) + p9.theme(figure_size=(WIDTH, height), legend_position="top")
    file = HERE / f"plotnine-{name}.png"
    plot.save(file, dpi=150, verbose=False)
    shrink(file)


def plotnine_curves(data):
    data = data.assign(
        style=pd.Categorical(data["style"], STYLES), projection=pd.Categorical(data.projection, PROJECTIONS))
    plot = (
        p9.ggplot(data, p9.aes("layer", "mean", color="style", fill="style"))
        + p9.geom_ribbon(p9.aes(ymin="lower", ymax="upper"), alpha=0.2, color="none")
        + p9.geom_line() + p9.facet_wrap("projection", scales="free_y") + p9.expand_limits(y=0)
        + p9.labs(x="Layer", y="Nuclear norm", color="", fill=""))
    ggplot(plot, "curves", 2.6)


def plotnine_ratio(data):
    models = list(data.model.unique())[::-1]
    data = data.assign(
        model=pd.Categorical(data.model, models), label=data.fast_over_slow.map(lambda value: f"{value:.1f}"),
        log=np.log10(data.fast_over_slow))
    plot = (
        p9.ggplot(data, p9.aes("task", "model", fill="log")) + p9.geom_tile()
        + p9.geom_text(p9.aes(label="label"), size=7)
        + p9.scale_fill_gradient2(low="#2166ac", mid="white", high="#b2182b", midpoint=0)
        + p9.labs(x="", y="", fill="log10 fast / slow"))
    ggplot(plot, "ratio", 2.4)


def main():
    curves, ratio = (pd.read_csv(DATA / f"{name}.csv") for name in ["curves", "ratio"])
    ratio = ratio[ratio.projection == "all"]
    matplotlib_curves(curves)
    matplotlib_ratio(ratio)
    plotnine_curves(curves)
    plotnine_ratio(ratio)


if __name__ == "__main__":
    main()
