#!/bin/sh
# Builds the site of a study and copies it to a host: STUDY is the study, TARGET what rsync takes, such as
# host:/var/www/report/.
set -eu
strata build "$STUDY" --output _site --quiet
strata check _site
# Files that went away go away there too, and none before the new ones are there.
rsync --archive --compress --delete-after _site/ "$TARGET"
