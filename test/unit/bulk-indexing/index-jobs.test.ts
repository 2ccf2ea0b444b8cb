import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createIndexJobRequest, type TenantImportBuckets } from '../../../lambda/bulk-indexing/contract.ts';
import {
  INDEX_JOB_ACTIONS,
  type IndexJob,
  type IndexJobAction,
  indexJobStatus,
} from '../../../lambda/bulk-indexing/domain/index-job.ts';
import {
  type ChangeIndexJobDependencies,
  changeIndexJob,
  createIndexJob,
  getIndexJob,
} from '../../../lambda/bulk-indexing/index-jobs.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { aJob } from '../../support/lambda/a-bulk-world.ts';
import { aConsentText, someConsents } from '../../support/lambda/a-consent.ts';
import { NOON, TENANT } from '../../support/lambda/builders.ts';

const OPERATOR: Caller = { tenant: TENANT, subject: 'olivia', scopes: ['operate'] };
const IMPORTS: Readonly<Record<string, TenantImportBuckets>> = {
  [TENANT]: [{ bucket: 'archive', prefix: 'people/' }],
  globex: [{ bucket: 'globex-archive', prefix: '' }],
};

const CONSENT = { notice_version: '2026-01', basis: 'each person has agreed in writing' };

function create(request: object, imports = IMPORTS) {
  const created: IndexJob[] = [];
  const dependencies = {
    jobs: {
      create: async (job: IndexJob) => {
        created.push(job);
      },
    },
    importBuckets: { of: async (tenant: string) => imports[tenant] ?? [] },
    ...someConsents(),
    clock: () => NOON,
    newIdentifier: (prefix: string) => `${prefix}_1`,
  };
  const body = createIndexJobRequest.parse({ format: 'csv', consent: CONSENT, ...request });
  return { created, job: createIndexJob(OPERATOR, body, dependencies) };
}

describe('a new index job', () => {
  it('keeps who attests the consent of its people, to which text, and on what that rests', async () => {
    expect((await create({}).job).consent).toEqual({
      ...{ ...CONSENT, locale: 'en', attested_by: 'olivia' },
      text_sha256: aConsentText().entry.sha256,
    });
    const unknown = create({ consent: { ...CONSENT, notice_version: '9' } });
    await expect(unknown.job).rejects.toMatchObject({ code: 'consent_text_unknown' });
    expect(unknown.created).toEqual([]);
    expect(createIndexJobRequest.safeParse({ format: 'csv' }).success).toBe(false);
  });

  it('reads uploaded images whole, if nothing else is asked for', async () => {
    const { created, job } = create({});
    expect(await job).toMatchObject({ status: 'created', crop_faces: false, duplicates: 'ignore' });
    expect(await job).not.toHaveProperty('image_bucket');
    expect(created).toEqual([await job]);
  });

  it('remembers the bucket that its tenant may import from', async () => {
    expect(await create({ image_bucket: 'archive', crop_faces: true }).job).toMatchObject({
      image_bucket: 'archive',
      crop_faces: true,
    });
  });

  it.each([
    ["another tenant's", 'globex-archive', IMPORTS, /allowed: archive$/],
    ['an unknown one', 'attic', {}, /omit it and upload the images$/],
  ])(
    'is refused for a bucket that is %s, with what may be named',
    async (_whose, image_bucket, imports, says) => {
      const { created, job } = create({ image_bucket }, imports);
      await expect(job).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringMatching(says),
      });
      expect(created).toEqual([]);
    },
  );
});

describe('an index job', () => {
  it('is found by its id, and only by its tenant', async () => {
    const get = async (tenant: string, id: string) =>
      tenant === TENANT && id === 'ij_1' ? aJob() : undefined;
    expect(await getIndexJob(OPERATOR, 'ij_1', { get })).toEqual(aJob());
    for (const [caller, id] of [
      [OPERATOR, 'ij_2'],
      [{ ...OPERATOR, tenant: 'globex' }, 'ij_1'],
    ] as const)
      await expect(getIndexJob(caller, id, { get })).rejects.toMatchObject({
        code: 'not_found',
        message: expect.stringContaining(id),
      });
  });
});

const JSON_ROW = '{"user_id":"ann","image_key":"a"}';
/** A manifest that was uploaded; undefined where none was. */
const manifestOf = (text: string | undefined): ChangeIndexJobDependencies['files'] => ({
  stream: async (key) =>
    text !== undefined && (key.endsWith('/manifest.csv') || key.endsWith('/manifest.jsonl'))
      ? Readable.from([Buffer.from(text)])
      : undefined,
});

function change(action: IndexJobAction, job: IndexJob, manifest?: string) {
  let held = job;
  const started: unknown[] = [];
  const acted: unknown[] = [];
  const changed = changeIndexJob(OPERATOR, job.id, action, {
    jobs: {
      get: async () => held,
      act: async (tenant, id, name, changes) => {
        acted.push([tenant, id, name, changes]);
        const { from, to } = INDEX_JOB_ACTIONS[name];
        if (!(from as readonly string[]).includes(held.status)) return undefined;
        held = { ...held, ...changes, status: to };
        return held;
      },
    },
    files: manifestOf(manifest),
    workflow: {
      start: async (input) => {
        started.push(input);
      },
    },
    bucket: 'evidence',
    clock: () => NOON,
  });
  return { changed, started, acted };
}

const CSV = 'user_id,image_key\nann,a\nbob,b\n';
const created = (changes: Partial<IndexJob> = {}): IndexJob => {
  const { total: _total, ...job } = aJob({ status: 'created', ...changes });
  return job;
};

describe('starting an index job', () => {
  it('counts the rows of its manifest, and starts its workflow', async () => {
    const { changed, started, acted } = change('start', created(), CSV);
    expect(await changed).toMatchObject({ status: 'running', total: 2, started_at: NOON.toISOString() });
    expect(acted).toEqual([[TENANT, 'ij_1', 'start', { started_at: NOON.toISOString(), total: 2 }]]);
    expect(started).toEqual([
      {
        tenant: TENANT,
        job_id: 'ij_1',
        format: 'csv',
        bucket: 'evidence',
        manifest_key: 'acme/index-jobs/ij_1/manifest.csv',
      },
    ]);
  });

  it.each([
    ['JSON, which has no first line of names', 'jsonl', `${JSON_ROW}\n${JSON_ROW}\n${JSON_ROW}`, 3],
    ['lines between which there are empty ones', 'csv', 'user_id,image_key\n\nann,a\n  \n', 1],
    ['names in quotes behind a byte order mark', 'csv', '\uFEFF"user_id","image_key"\r\nann,a', 1],
    ['more columns than are needed', 'csv', 'country,image_key,user_id\nde,a,ann', 1],
  ] as const)('reads %s', async (_what, format, manifest, total) => {
    expect(await change('start', created({ format }), manifest).changed).toMatchObject({ total });
  });

  it.each([
    ['no manifest', undefined, 'has not been uploaded'],
    ['a manifest without rows', 'user_id,image_key\n', 'has no rows'],
    ['an empty one', '\n', 'has no rows'],
    ['one without a column', 'user_id,image\nann,a', 'image_key'],
    ['one without names', 'ann,a\nbob,b', 'user_id, image_key'],
    ['one of semicolons', 'user_id;image_key\nann;a', 'semicolons'],
    ['a row that no batch can hold', `user_id,image_key\nann,a\nbob,${'x'.repeat(420_000)}`, 'line 3'],
  ])('is refused with %s', async (_what, manifest, says) => {
    const { changed, started, acted } = change('start', created(), manifest);
    await expect(changed).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(says),
    });
    expect([started, acted]).toEqual([[], []]);
  });

  it('again starts its workflow once more, which may have been missed', async () => {
    const { changed, started, acted } = change('start', aJob(), undefined);
    expect(await changed).toEqual(aJob());
    expect(started).toHaveLength(1);
    expect(acted).toEqual([]);
  });
});

describe('changing an index job', () => {
  it.each([
    ['pause', 'running', 'paused', {}],
    ['resume', 'paused', 'running', {}],
    ['cancel', 'paused', 'canceled', { ended_at: NOON.toISOString() }],
  ] as const)('%s: %s -> %s', async (action, from, to, changes) => {
    const { changed, started, acted } = change(action, aJob({ status: from }));
    expect(await changed).toMatchObject({ status: to });
    expect(acted).toEqual([[TENANT, 'ij_1', action, changes]]);
    expect(started).toEqual([]);
  });

  it('is refused from every other status, with those that allow it', async () => {
    for (const action of Object.keys(INDEX_JOB_ACTIONS) as IndexJobAction[]) {
      const from: readonly string[] = INDEX_JOB_ACTIONS[action].from;
      for (const status of indexJobStatus.options) {
        // a job that runs is started once more
        if (from.includes(status) || (action === 'start' && status === 'running')) continue;
        const { changed, started } = change(action, aJob({ status }));
        await expect(changed, `${action} ${status}`).rejects.toMatchObject({
          code: 'invalid_state',
          message: expect.stringContaining(from.join(' or ')),
        });
        expect(started).toEqual([]);
      }
    }
  });
});
