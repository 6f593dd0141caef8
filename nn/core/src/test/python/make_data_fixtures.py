"""Writes the picture fixtures of org.tornadonn.data with Pillow, and what Pillow makes of them.

Run from anywhere, with Pillow and NumPy (written with Pillow 12.3, NumPy 2.4):

    python nn/core/src/test/python/make_data_fixtures.py

Writes nn/core/src/test/resources/org/tornadonn/data/*.png, *.jpg and pillow.json: for each file and
size, the pixels of convert("L"), largest centred square, resize(BILINEAR).
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

OUT = Path(__file__).resolve().parent.parent / "resources/org/tornadonn/data"
OUT.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(7)


def colours(height, width):
    """A smooth picture with some noise, different in every corner."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 200 / width + 20, y * 220 / height + 10, 128 + 90 * np.sin(x / 3 + y / 5)]
    noise = rng.normal(0, 12, (height, width, 3))
    return np.clip(np.stack(planes, -1) + noise, 0, 255).astype(np.uint8)


def expected(image, size):
    """The model's input, rounded to 8 bits by Pillow."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    if image.size != (size, size):
        image = image.resize((size, size), Image.BILINEAR, (left, top, left + side, top + side))
    return list(image.tobytes())


cases = []


def case(name, gray, sizes=(8, 16, 23, 40)):
    for size in sizes:
        cases.append({"file": name, "size": size, "pixels": expected(gray, size)})


rgb = Image.fromarray(colours(23, 37))
rgb.save(OUT / "rgb.png")
case("rgb.png", rgb.convert("L"))

tall = Image.fromarray(colours(50, 16)).convert("L")
tall.save(OUT / "gray.png")
case("gray.png", tall, (5, 16, 31))

palette = rgb.quantize(16)
palette.save(OUT / "palette.png")
case("palette.png", palette.convert("RGB").convert("L"), (16,))

alpha = rgb.copy()
alpha.putalpha(Image.fromarray(colours(23, 37)).convert("L"))
alpha.save(OUT / "alpha.png")
white = Image.new("RGBA", alpha.size, "white")
case("alpha.png", Image.alpha_composite(white, alpha).convert("RGB").convert("L"), (16, 23))

deep = (colours(24, 24)[..., 0].astype(np.uint16) << 8) + 77
Image.fromarray(deep).save(OUT / "gray16.png")
case("gray16.png", Image.fromarray((deep / 257).round().astype(np.uint8)), (12, 24))

Image.fromarray(colours(24, 30)).convert("1").save(OUT / "bits.png")
case("bits.png", Image.open(OUT / "bits.png").convert("L"), (12, 24))

for name, image in (("rgb.jpg", rgb), ("gray.jpg", tall)):
    image.save(OUT / name, quality=92, subsampling=0)
    case(name, Image.open(OUT / name).convert("L"), (8, 16))
rgb.save(OUT / "progressive.jpg", quality=92, subsampling=0, progressive=True)
case("progressive.jpg", Image.open(OUT / "progressive.jpg").convert("L"), (16,))
rgb.convert("CMYK").save(OUT / "cmyk.jpg", quality=92)

# The same upright picture, stored in the eight ways in which a camera may be held.
upright = Image.fromarray(colours(16, 24))
upright.save(OUT / "upright.png")
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
for tag, turn in STORED.items():
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = tag
    stored.save(OUT / f"exif{tag}.jpg", quality=95, subsampling=0, exif=exif)
    again = ImageOps.exif_transpose(Image.open(OUT / f"exif{tag}.jpg")).convert("L")
    assert again.size == upright.size
exif = Image.Exif()
exif[0x0112] = 6
upright.transpose(STORED[6]).save(OUT / "exif6.png", exif=exif)

(OUT / "pillow.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
