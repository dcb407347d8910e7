"""A photo or one page of a PDF, decoded to be looked at large. Slow: never on the screen's thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from spoke_app.documents.pictures import LONGEST_SIDE, thumbnail

_MOST_PAGES = 200


@dataclass(frozen=True)
class LargePicture:
    """`image` is None for what cannot be shown. A photo has one page."""

    image: QImage | None
    page: int
    pages: int


def large_picture(data: bytes, media: str, page: int = 0, longest: int = LONGEST_SIDE) -> LargePicture:
    """The photo, or the page of the PDF (the nearest that there is), at most `longest` pixels long."""
    if media != "application/pdf":
        return LargePicture(thumbnail(data, longest), 0, 1)
    return _pdf_page(data, page, longest)


def _pdf_page(data: bytes, page: int, longest: int) -> LargePicture:
    import pypdfium2  # only when a PDF is opened: it loads a library of several MB

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return LargePicture(None, 0, 1)
    try:
        pages = min(len(document), _MOST_PAGES)
        if not pages:
            return LargePicture(None, 0, 1)
        at = min(max(page, 0), pages - 1)
        sheet = document[at]
        scale = longest / max(*sheet.get_size(), 1.0)
        bitmap = sheet.render(scale=scale, rev_byteorder=True)
        form = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}.get(
            bitmap.n_channels, QImage.Format.Format_RGBX8888
        )
        image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()
        return LargePicture(image, at, pages)
    except pypdfium2.PdfiumError:
        return LargePicture(None, 0, 1)
    finally:
        document.close()
