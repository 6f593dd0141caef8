"""Writes small pictures of every coding of colours, and what Pillow makes of them.

Run from anywhere, with Pillow and NumPy (written with Pillow 12.3, NumPy 2.4):

    python nn/core/src/test/python/make_colour_fixtures.py

Writes nn/core/src/test/resources/org/tornadonn/data/colours/: the pictures, and pillow.json with the
pixels of convert("RGB") and convert("L") before a white page. Where Pillow clips samples of 16 bits at
255, or takes floating-point samples from 0 to 255, the numbers are those of the whole range instead.
"""

import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

OUT = Path(__file__).resolve().parent.parent / "resources/org/tornadonn/data/colours"
OUT.mkdir(parents=True, exist_ok=True)
for old in OUT.iterdir():
    old.unlink()

W, H = 10, 7
y, x = np.mgrid[0:H, 0:W]
A = np.stack([x * 25, y * 36, (x * 15 + y * 21) % 256], -1).astype(np.uint8)
ALPHA = ((x * 27 + y * 9) % 256).astype(np.uint8)
rgb = Image.fromarray(A)
grey = rgb.convert("L")
L = np.asarray(grey)
rgba = Image.fromarray(np.dstack([A, ALPHA]))
la = Image.fromarray(np.dstack([L, ALPHA]))
palette = rgb.quantize(16)
inks = np.asarray(rgb.convert("CMYK")).copy()
inks[..., 3] = x * 12
cmyk = Image.fromarray(inks, "CMYK")
cases = []


def numbers(image):
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.size, list(image.convert("RGB").tobytes()), list(image.convert("L").tobytes())


def expect(name, tolerance=1, image=None):
    """What is read out of a file, or out of an image that stands for it."""
    size, colours, greys = numbers(image or Image.open(OUT / name))
    cases.append(
        {"file": name, "tolerance": tolerance, "width": size[0], "height": size[1], "rgb": colours, "grey": greys}
    )


def save(image, name, tolerance=1, oracle=None, **options):
    image.save(OUT / name, **options)
    expect(name, tolerance, oracle)


def write(name, content, tolerance=1, oracle=None):
    (OUT / name).write_bytes(content)
    expect(name, tolerance, oracle)


# PNG
for name, image in {"grey": grey, "rgb": rgb, "grey-alpha": la, "rgba": rgba, "palette": palette}.items():
    save(image, name + ".png")
save(grey.convert("1"), "bilevel.png")
save(palette, "palette-transparent.png", transparency=3)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth, colour, rows, extra=b""):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"\x89PNG\r\n\x1a\n" + header + extra + pixels + chunk(b"IEND", b"")


def packed(depth):
    bits = np.unpackbits((L >> (8 - depth))[..., None], axis=-1)[..., 8 - depth :].reshape(H, -1)
    return [row.tobytes() for row in np.packbits(bits, axis=1)]


for depth in (2, 4):
    table = b"".join(bytes([i * 37 % 256, i * 91 % 256, i * 13 % 256]) for i in range(1 << depth))
    write(f"grey{depth}.png", png(depth, 0, packed(depth)))
    write(f"palette{depth}.png", png(depth, 3, packed(depth), chunk(b"PLTE", table)))
table = b"".join(bytes([i, 255 - i, i * 3 % 256]) for i in range(256))
broken = chunk(b"iCCP", b"x\0\0garbage")
write("profile-broken.png", png(8, 2, [row.tobytes() for row in A], broken))
write("palette-profile-broken.png", png(8, 3, [row.tobytes() for row in L], broken + chunk(b"PLTE", table)))
deep = (L.astype(np.uint16) << 8) + 77
rounded = Image.fromarray((deep / 257).round().astype(np.uint8))
save(Image.fromarray(deep), "grey16.png", oracle=rounded)
write("rgb16.png", png(16, 2, [(row.astype(np.uint16) * 257).astype(">u2").tobytes() for row in A]))

# TIFF
for packing in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    save(rgb, f"rgb-{packing}.tif", compression=packing)
save(cmyk, "cmyk.tif")
save(cmyk, "cmyk-lzw.tif", compression="tiff_lzw")
save(cmyk, "cmyk-jpeg.tif", tolerance=2, compression="jpeg", quality=100)
save(grey, "grey.tif")
save(rgba, "rgba.tif")
save(la, "grey-alpha.tif")
save(palette, "palette.tif")
save(Image.fromarray(deep), "grey16.tif", oracle=rounded)
for packing in ("group3", "group4"):
    save(grey.convert("1"), f"bilevel-{packing}.tif", compression=packing)
save(Image.fromarray(L.astype(np.float32)), "float-to-255.tif")
save(Image.fromarray(L.astype(np.float32) * 2 - 100), "float-clipped.tif")
save(Image.fromarray(L.astype(np.float32) / 255), "float-to-1.tif", oracle=grey)
save(Image.fromarray(L.astype(np.int32) * 2 - 100), "int32.tif")
lab = ImageCms.profileToProfile(rgb, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB")
save(lab, "lab.tif", tolerance=50, oracle=rgb)  # readers differ in the white that it is seen by


def tiff(samples, photometric, order="<", extra=(), bits=8, sample_format=1, profile=None, packing=(1, 1)):
    """One strip."""
    data = samples.tobytes() if packing[0] == 1 else zlib.compress(samples.tobytes())
    data += bytes(len(data) % 2)
    count = samples.shape[2] if samples.ndim == 3 else 1
    tags = [(256, 4, W), (257, 4, H), (258, 3, bits), (259, 3, packing[0]), (262, 3, photometric), (273, 4, 8)]
    tags += [(277, 3, count), (278, 4, H), (279, 4, len(data)), (317, 3, packing[1]), *((338, 3, e) for e in extra), (339, 3, sample_format)]
    directory = b""
    values = b""
    at = 8 + len(data) + 2 + 12 * (len(tags) + (profile is not None)) + 4
    for tag, kind, value in tags:
        number = count if tag in (258, 339) else 1
        if number * 2 > 4 and kind == 3:
            directory += struct.pack(order + "HHII", tag, kind, number, at + len(values))
            values += struct.pack(order + "H", value) * number
        elif kind == 3:
            directory += struct.pack(order + "HHI", tag, kind, number) + struct.pack(order + "HH", value, value)
        else:
            directory += struct.pack(order + "HHII", tag, kind, number, value)
    if profile is not None:
        directory += struct.pack(order + "HHII", 34675, 7, len(profile), at + len(values))
        values += profile
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(data))
    number = struct.pack(order + "H", len(directory) // 12)
    return head + data + number + directory + bytes(4) + values


before = np.dstack([(A.astype(int) * ALPHA[..., None] // 255).astype(np.uint8), ALPHA])
write("big-endian.tif", tiff(A, 2, ">"))
write("white-is-0.tif", tiff(L, 0))
write("opacity-multiplied.tif", tiff(before, 2, extra=[1]), tolerance=4)
write("spare-sample.tif", tiff(np.dstack([A, ALPHA]), 2, extra=[0]))
write("profile-broken.tif", tiff(A, 2, profile=b"garbage"))
write("cmyk16.tif", tiff(inks.astype("<u2") * 257, 5, bits=16))
write("rgb16.tif", tiff(A.astype("<u2") * 257, 2, bits=16))
differences = np.diff(np.ravel(A.astype("<u2") * 257).reshape(H, W, 3), axis=1, prepend=np.zeros((H, 1, 3), "<u2"))
write("rgb16-differences.tif", tiff(differences.astype("<u2"), 2, bits=16, packing=(8, 2)))
write("float16.tif", tiff((L / 255).astype("<f2"), 1, bits=16, sample_format=3), oracle=grey)
write("float64.tif", tiff((L / 255).astype("<f8"), 1, bits=64, sample_format=3), oracle=grey)
write("float-rgb.tif", tiff((A / 255).astype("<f4"), 2, bits=32, sample_format=3), oracle=rgb)
write("float-big-endian.tif", tiff((L / 255).astype(">f4"), 1, ">", bits=32, sample_format=3), oracle=grey)
write("int16.tif", tiff(L.astype("<i2") * 2 - 100, 1, bits=16, sample_format=2))

# JPEG
for s in (0, 2):
    save(rgb, f"rgb{s}.jpg", tolerance=2, quality=95, subsampling=s)
save(cmyk, "cmyk.jpg", tolerance=2, quality=95)
jpeg = (OUT / "cmyk.jpg").read_bytes()
adobe = jpeg.index(b"Adobe")
write("ycck.jpg", jpeg[: adobe + 11] + b"\2" + jpeg[adobe + 12 :], tolerance=2)
write("cmyk-unmarked.jpg", jpeg[: adobe - 4] + jpeg[adobe + 12 :], tolerance=2)
save(rgb, "stored-as-rgb.jpg", tolerance=2, quality=95, keep_rgb=True)
jpeg = (OUT / "rgb0.jpg").read_bytes()
start, rest = jpeg[:2], jpeg[2:]


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


ORACLE = Image.open(OUT / "rgb0.jpg")
for name, content in {
    "profile-nothing": segment(0xE2, b"ICC_PROFILE\0"),
    "profile-no-number": segment(0xE2, b"ICC_PROFILE\0\1"),
    "profile-0-of-0": segment(0xE2, b"ICC_PROFILE\0\0\0"),
    "profile-1-of-2": segment(0xE2, b"ICC_PROFILE\0\1\2" + bytes(100)),
    "profile-garbage": segment(0xE2, b"ICC_PROFILE\0\1\1garbage"),
    "exif-nothing": segment(0xE1, b""),
    "exif-named": segment(0xE1, b"Exif\0\0"),
    "exif-cut": segment(0xE1, b"Exif\0\0II*\0\xff\xff"),
    "exif-outside": segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"),
    "exif-many": segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"),
    "photoshop-cut": segment(0xED, b"Photoshop 3.0\08BIM\4"),
    "comment": segment(0xFE, b"") + segment(0xFE, b"\xff\xfe"),
    "jfif-cut": segment(0xE0, b"JFIF\0"),
    "preview-cut": segment(0xE0, b"JFXX\0\x10\xff\xd8"),
}.items():
    write(name + ".jpg", start + content + rest, tolerance=2, oracle=ORACLE)
write("unnamed.jpg", start + rest[18:], tolerance=2)

# BMP
for name, image in {"grey": grey, "rgb": rgb, "rgba": rgba, "palette": palette}.items():
    save(image, name + ".bmp")
save(grey.convert("1"), "bilevel.bmp")


def bmp(rows, bits, compression=0, table=b"", masks=b"", info=40, height=H, file_size=None):
    data = b"".join(row + bytes(-len(row) % 4) for row in rows)
    offset = 14 + info + len(table)
    fields = struct.pack("<IiiHHIIiiII", info, W, height, 1, bits, compression, len(data), 0, 0, 0, 0)
    size = offset + len(data) if file_size is None else file_size
    return b"BM" + struct.pack("<IHHI", size, 0, 0, offset) + fields + masks + table + data


up = [row.tobytes() for row in A[::-1, :, ::-1]]
ramp = b"".join(bytes([i, i, 255 - i, 0]) for i in range(256))
write("file-size-0.bmp", bmp(up, 24, file_size=0))
write("downwards.bmp", bmp(up[::-1], 24, height=-H))
runs = b"".join(b"".join(bytes([1, v]) for v in row) + b"\0\0" for row in L[::-1]) + b"\0\1"
write("runs.bmp", bmp([runs], 8, 1, ramp))
v5 = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"DEBM" + bytes(48) + struct.pack("<IIII", 4, 124, 50, 0)
write("profile-broken.bmp", bmp([r.tobytes() for r in np.dstack([A[..., ::-1], ALPHA])[::-1]], 32, 3, b"", v5, 124))

# GIF
save(palette, "palette.gif")
save(palette, "interlaced.gif", interlace=1)
save(palette, "transparent.gif", transparency=3)
save(rgb, "animated.gif", save_all=True, append_images=[rgb.rotate(180)])


def gif(width, height, table, left=3, top=2, local=b"", transparent=None, pixels=L[:4, :5]):
    """Codes of 9 bits, without any packing."""
    out = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x87 if table else 0, 3, 0) + table
    if transparent is not None:
        out += b"!\xf9\4\1\0\0" + bytes([transparent]) + b"\0"
    out += b"," + struct.pack("<HHHHB", left, top, pixels.shape[1], pixels.shape[0], 0x87 if local else 0) + local
    bits = sum(int(code) << (9 * i) for i, code in enumerate([256, *pixels.ravel(), 257]))
    data = bits.to_bytes((9 * (pixels.size + 2) + 7) // 8, "little")
    return out + b"\x08" + bytes([len(data)]) + data + b"\0;"


other = b"".join(bytes([255 - i, i, i * 7 % 256]) for i in range(256))
write("frame.gif", gif(W, H, table))
write("frame-own-colours.gif", gif(W, H, table, local=other))
write("frame-only-own-colours.gif", gif(W, H, b"", local=other))
write("frame-transparent.gif", gif(W, H, table, transparent=7))
write("frame-beyond-canvas.gif", gif(4, 4, table))
write("canvas-0.gif", gif(0, 0, table))
write("no-colours.gif", gif(5, 4, b"", 0, 0))

# WebP
save(rgb, "lossless.webp", lossless=True)
save(rgba, "opacity.webp", lossless=True, exact=True)
save(grey, "lossy.webp", tolerance=3, quality=100)
save(rgba, "lossy-opacity.webp", tolerance=30, quality=100)
save(rgb, "animated.webp", lossless=True, save_all=True, append_images=[rgb.rotate(180)])
small = Image.new("RGBA", (W, H))
small.paste(rgb.crop((0, 0, 5, 3)), (4, 2))
save(small, "animated-frame.webp", lossless=True, save_all=True, append_images=[rgba], minimize_size=True)
turned = Image.Exif()
turned[0x112] = 6
save(rgb, "turned.webp", lossless=True, exif=turned)
save(rgb, "profile-broken.webp", lossless=True, icc_profile=b"garbage" * 9)
save(rgb, "turned.tif", tiffinfo={274: 6})

lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(OUT / "pillow.json").write_text("[\n" + lines + "\n]\n")
print(len(cases), "pictures,", sum(f.stat().st_size for f in OUT.iterdir()), "bytes")
