import { join } from 'node:path';
import { openFaceEngine } from '@face-idv/local-rekognition';
import type { TemplateResource } from '../emulator.ts';
import { signedRegion } from '../principal.ts';
import {
  COLLECTION_TYPE,
  createRekognition,
  type RekognitionEmulator,
  type RekognitionEmulatorOptions,
} from './rekognition-emulator.ts';

/** Region that a collection of the templates is declared in. */
const regionOf = ({ arn }: TemplateResource): string | undefined => arn?.split(':')[3];

/**
 * Rekognition in each region that the templates declare collections in: a request goes to the region that it
 * is signed for, a control to the one that its query names (`?region=`). Regions share the threads that look
 * at images, and nothing else. Face Liveness is in the first region alone.
 * @param resources everything that the templates declare
 */
export async function createRegionalRekognition(
  options: RekognitionEmulatorOptions,
  resources: readonly TemplateResource[],
): Promise<RekognitionEmulator> {
  const { dataDir, region: first, settings } = options;
  const declared = resources
    .filter(({ type }) => type === COLLECTION_TYPE)
    .flatMap((one) => regionOf(one) ?? []);
  const others = [...new Set(declared)].filter((region) => region !== first);
  if (others.length === 0) return createRekognition(options);

  const engine =
    settings.engine ??
    (await openFaceEngine({
      modelsDir: join(dataDir, 'rekognition', 'models'),
      workers: settings.workers ?? 1,
    }));
  // the engine ends with the last of those that share it
  const shared = { ...settings, engine: { ...engine, close: async () => {} } };
  const primary = await createRekognition({ ...options, settings: shared });
  const regions = new Map([[first, primary]]);
  for (const region of others)
    regions.set(
      region,
      await createRekognition({ ...options, region, dataDir: join(dataDir, region), settings: shared }),
    );
  const of = (region: string | null | undefined): RekognitionEmulator =>
    regions.get(region ?? first) ?? primary;
  const signedFor = ({ headers }: { readonly headers: { readonly authorization?: string | undefined } }) =>
    of(signedRegion(headers));
  return {
    ...primary,
    provision: async (wanted) => {
      for (const [region, emulator] of regions)
        await emulator.provision(wanted.filter((resource) => (regionOf(resource) ?? first) === region));
    },
    accessChecks: (request) => signedFor(request).accessChecks?.(request) ?? [],
    handle: (request) => signedFor(request).handle(request),
    control: (request) => of(request.url.searchParams.get('region')).control(request),
    close: async () => {
      for (const emulator of regions.values()) await emulator.close();
      await engine.close();
    },
  };
}
