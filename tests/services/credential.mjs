// Checks a credential with Digital Bazaar's libraries, which know nothing of Areopag. Reads {credential, documents}: what
// each address would answer, so that nothing is asked of a network. Writes {verified, ended, errors}.
import { readFileSync } from 'node:fs';
import { contexts } from '@digitalbazaar/credentials-context';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';

const { credential, documents } = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const document = contexts.get(url) ?? documents[url] ?? method(url);
  if (!document) throw new Error(`nothing is known of ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

/** A key is a part of the document of its controller. */
function method(url) {
  const found = documents[url.split('#')[0]]?.verificationMethod?.find(({ id }) => id === url);
  return found && { '@context': 'https://w3id.org/security/multikey/v1', ...found };
}

const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
const errors = result.error ? [result.error, ...(result.error.errors ?? [])].map(({ message }) => message) : [];
if (result.statusResult?.error) errors.push(result.statusResult.error.message);
const ended = result.statusResult?.results?.some(({ status }) => status) ?? null;
console.log(JSON.stringify({ verified: result.verified, ended, errors }));
