"""The one file of a form that a browser sends (multipart/form-data, RFC 7578)."""

from email.message import Message


def file_in(body: bytes, content_type: str) -> bytes | None:
    """The bytes of the first file in the form; None where there is none, or no such form."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        return None
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii", "replace"))[1:]:
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head and content:
            return content
    return None
