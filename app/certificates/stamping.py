"""Signs a PDF (PAdES B-B) with the server's stamp; any reader of PDF then shows that nothing was changed in it.

Import it where a certificate is made: most servers rarely make one, and pyHanko needs 40 MB.
"""

import io
from collections.abc import Iterable

from asn1crypto import core
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec, SigningCertificateV2Provider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from storage.stamps import Stamp
from workflows.rules.stamps import STATEMENT, Statement


class _Statement(CMSAttributeProvider):
    attribute_type = STATEMENT

    def __init__(self, statement: Statement) -> None:
        self._statement = statement

    async def build_attr_value(self, dry_run: bool = False) -> core.Any:  # noqa: ARG002 - the library's own name
        return core.Any(core.OctetString(self._statement.content()))


class _Attributes(SignedAttributeProviderSpec):
    """What is signed beside the file: which certificate signs (PAdES asks for it), and the statement."""

    def __init__(self, certificate: Certificate, statement: Statement) -> None:
        self._certificate = certificate
        self._statement = statement

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[CMSAttributeProvider]:
        del data_digest, digest_algorithm
        return SigningCertificateV2Provider(signing_cert=self._certificate), _Statement(self._statement)


def stamped(pdf: bytes, stamp: Stamp, statement: Statement) -> bytes:
    """The PDF with a signature over all of it, which allows no change; the statement is signed with it."""
    certificate = Certificate.load(stamp.certificate)
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call] # the library says no type of it
    chain.register_multiple([Certificate.load(one) for one in stamp.chain])
    signer = SimpleSigner(signing_cert=certificate, signing_key=PrivateKeyInfo.load(stamp.key), cert_registry=chain)
    signer.signed_attr_prov_spec = _Attributes(certificate, statement)
    metadata = PdfSignatureMetadata(
        field_name="Areopag",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    made = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer)
    return bytes(made.getbuffer())
