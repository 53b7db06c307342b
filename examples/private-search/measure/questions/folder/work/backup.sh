#!/bin/sh
# Copies documents and photos to the disk in the wardrobe, every Sunday.
# Needs: the disk is named ATTIC and is plugged in.
set -eu
SOURCE="$HOME/Documents $HOME/Pictures"
TARGET="/media/ruth/ATTIC/backup"

if [ ! -d "$TARGET" ]; then
  echo "The disk is not there." >&2
  exit 1
fi

for folder in $SOURCE; do
  # --delete: what was thrown away here is thrown away there too
  rsync -a --delete --exclude '.cache' "$folder" "$TARGET/"
done
date > "$TARGET/last-run.txt"
