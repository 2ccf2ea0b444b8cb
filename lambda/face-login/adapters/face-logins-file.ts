import { readFileSync } from 'node:fs';
import { pathBesideCode } from '../../platform/read-env.ts';
import { type FaceLogins, parseFaceLogins } from '../contract.ts';

/** Reads the modes of the tenants, which are packed with the code: they grow with the tenants. */
export const readFaceLogins = ({ FACE_LOGINS_FILE }: { readonly FACE_LOGINS_FILE: string }): FaceLogins =>
  parseFaceLogins(readFileSync(pathBesideCode(FACE_LOGINS_FILE), 'utf8'));
