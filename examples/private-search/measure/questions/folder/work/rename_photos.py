"""Gives pictures from the camera the name of the day on which they were taken."""
from pathlib import Path
from PIL import Image

TAKEN = 36867  # the EXIF field DateTimeOriginal


def new_name(path: Path) -> str:
    taken = Image.open(path).getexif().get_ifd(0x8769).get(TAKEN)
    if not taken:
        # Scans and screenshots have none: keep the old name.
        return path.name
    day, time = taken.split(" ")
    return f"{day.replace(':', '-')} {time.replace(':', '')}{path.suffix.lower()}"


def main(folder: str) -> None:
    for path in Path(folder).glob("IMG_*"):
        target = path.with_name(new_name(path))
        # Two in one second: never overwrite.
        if not target.exists():
            path.rename(target)
