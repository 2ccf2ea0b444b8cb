import type { RekognitionEmulator } from './rekognition-emulator.ts';

/** Returns what the local Rekognition of a region holds callers to, in calls per second by operation. */
export async function quotasInForce(
  rekognition: Pick<RekognitionEmulator, 'control'>,
  region: string,
): Promise<Readonly<Record<string, number>>> {
  const url = new URL('http://localhost/_local/rekognition/quotas');
  url.searchParams.set('region', region);
  const { body } = await rekognition.control({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  const { quotas } = JSON.parse(body.toString()) as { readonly quotas: Readonly<Record<string, number>> };
  return quotas;
}
