import base64
import hashlib

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

site = "https://areopag.example"
record = httpx.get(f"{site}/published/1.json")
keys = httpx.get(f"{site}/published/keys.json").json()

print(hashlib.sha256(record.content).hexdigest() == record.headers["ETag"].strip('"'))
key = base64.b64decode(keys[record.headers["Areopag-Key-Id"]])
signature = base64.b64decode(record.headers["Areopag-Signature"])
Ed25519PublicKey.from_public_bytes(key).verify(signature, record.content)  # raises when it is not true
