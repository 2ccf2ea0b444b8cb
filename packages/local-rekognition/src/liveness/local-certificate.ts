import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Certificate and key for a TLS server on this machine, in PEM. */
export interface LocalCertificate {
  /** The certificate that a browser or client must trust. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const HOSTS = [
  { type: 2 as const, value: 'localhost' },
  { type: 7 as const, ip: '127.0.0.1' },
  { type: 7 as const, ip: '::1' },
];

/**
 * Browsers refuse server certificates that are valid for longer.
 * @see CA/Browser Forum Baseline Requirements 6.3.2
 */
const VALID_DAYS = 397;
const RENEW_BEFORE_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

const FILE = 'certificate.json';

/**
 * The certificate of this machine, for `localhost` and at most one address more, made at first use and kept
 * in `dir`: StartFaceLivenessSession is always a `wss:` URL. The key of the authority that signed it is
 * thrown away at once: who trusts the authority trusts this one certificate, and nobody can make another.
 * @param address of an interface that other machines reach this one by
 */
export async function localCertificate(
  dir: string,
  nowMs: number,
  address?: string,
): Promise<LocalCertificate> {
  const kept = await readKept(dir);
  if (kept && isGood(new X509Certificate(kept.cert), nowMs, address)) return kept;
  const made = await makeCertificate(nowMs, address);
  await mkdir(dir, { recursive: true });
  // one file and a rename: a process that dies here leaves the old pair or the new one, never half of each
  const temporary = join(dir, `.${FILE}.new`);
  await writeFile(temporary, JSON.stringify(made), { mode: 0o600 });
  await rename(temporary, join(dir, FILE));
  await writeFile(join(dir, 'ca.pem'), made.ca);
  return made;
}

const isGood = (kept: X509Certificate, nowMs: number, address: string | undefined): boolean =>
  Date.parse(kept.validTo) - nowMs > RENEW_BEFORE_DAYS * DAY_MS &&
  (address === undefined || kept.checkIP(address) !== undefined);

async function makeCertificate(nowMs: number, address?: string): Promise<LocalCertificate> {
  const validity = {
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + (VALID_DAYS - 1) * DAY_MS),
    keyType: 'ec' as const,
    algorithm: 'sha256',
  };
  const authority = await generate([{ name: 'commonName', value: 'Local Rekognition (this machine only)' }], {
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...HOSTS, ...(address === undefined ? [] : [{ type: 7 as const, ip: address }])],
      },
    ],
  });
  return { ca: authority.cert, cert: server.cert, key: server.private };
}

async function readKept(dir: string): Promise<LocalCertificate | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, FILE), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`the local certificate in ${dir} cannot be read: delete ${FILE}`, { cause: error });
  }
}
