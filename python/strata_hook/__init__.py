"""Per-sample gradient spectra of linear layers in PyTorch, for those who already train on GPUs.

`LayerGradients` catches them in a loop of your own; `strata_hook.trainer.GradientCallback` measures the same samples again
and again while Hugging Face's Trainer trains. Both write the papers' JSON Lines, which `strata import` reads.
"""
from .freezing import frozen
from .gradients import LayerGradients
from .output import StatisticsFile
from .spectra import singular_values, statistics

__all__ = ["LayerGradients", "StatisticsFile", "frozen", "singular_values", "statistics"]
