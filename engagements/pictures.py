"""Photos made smaller and freed of what the camera wrote into them: place, time, device."""

import io
import struct
import zlib
from typing import IO, NamedTuple

import pi_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 480
MOST_PIXELS = (
    50_000_000  # what a phone takes; a small file that opens into more could fill the memory
)
FORMATS = {"jpeg": ["JPEG"], "png": ["PNG"], "heic": ["HEIF"], "webp": ["WEBP"]}
# What the decoders raise on damaged pictures
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

pi_heif.register_heif_opener()


class Picture(NamedTuple):
    content: bytes
    extension: str
    thumbnail: bytes


def make_smaller(source: IO[bytes], kind: str) -> Picture:
    """Return the picture in `source` with sides of LONGEST_SIDE at most, upright, as nothing but its pixels.

    Transparent pictures and PNGs become PNG, all others JPEG. Raises ValidationError.
    """
    try:
        with Image.open(source, formats=FORMATS[kind]) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS:
                raise ValidationError(_too_large(width, height))
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image = ImageOps.exif_transpose(opened)
            return _saved(image, keeps_png=kind == "png")
    except ValidationError:
        raise
    except DAMAGED as error:
        raise ValidationError(_("This picture can’t be opened. It may be damaged.")) from error


def _too_large(width: int, height: int) -> str:
    values = {"has": round(width * height / 1e6), "most": MOST_PIXELS // 1_000_000}
    text = _(
        "This picture has %(has)d megapixels, and %(most)d is the most. Make it smaller first."
    )
    return text % values


def _saved(image: Image.Image, keeps_png: bool) -> Picture:
    # The colours of a profile are those of its own mode: one for print means nothing in RGB.
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    as_png = keeps_png or image.has_transparency_data
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.info = {}  # the encoders write comments and places from here
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Picture(
        content=_encoded(image, "PNG" if as_png else "JPEG", icc_profile=profile),
        extension="png" if as_png else "jpg",
        thumbnail=_thumbnail(image),
    )


def _thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    if small.mode == "RGBA":
        white = Image.new("RGB", small.size, "white")
        white.paste(small, mask=small.getchannel("A"))
        small = white
    return _encoded(small, "JPEG", quality=75)


def _encoded(image: Image.Image, file_format: str, quality: int = 85, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, file_format, quality=quality, optimize=True, **options)
    return buffer.getvalue()
