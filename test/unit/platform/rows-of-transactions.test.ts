import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import { createDynamoBulkEnrollment } from '../../../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { generationRowOf } from '../../../lambda/collections/domain/generation-row.ts';
import { createDynamoConsentReceipts } from '../../../lambda/consents/adapters/dynamo-consent-receipts.ts';
import { withdraw } from '../../../lambda/consents/domain/consent-receipt.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoFurtherClaims } from '../../../lambda/enrollment/adapters/dynamo-further-claims.ts';
import type { EnrollmentClaim } from '../../../lambda/enrollment/domain/enrollment.ts';
import { abandon } from '../../../lambda/enrollment/domain/face-deletion.ts';
import { replaceEarlier } from '../../../lambda/enrollment/domain/replaced-enrollments.ts';
import { createDynamoErasures } from '../../../lambda/erasure/adapters/dynamo-erasures.ts';
import { createDynamoMigrationStore } from '../../../lambda/migration/adapters/dynamo-migration-store.ts';
import { type Migration, NO_IMAGES } from '../../../lambda/migration/domain/migration.ts';
import { createDynamoReconciledFaces } from '../../../lambda/reconciliation/adapters/dynamo-reconciled-faces.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { createDynamoReplicationRequests } from '../../../lambda/replication/adapters/dynamo-replication-requests.ts';
import { createDynamoReviewCaseStore } from '../../../lambda/review-cases/adapters/dynamo-review-case-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { createDynamoFaceEviction } from '../../../lambda/user-vectors/adapters/dynamo-face-eviction.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { createDynamoWatchlistEntries } from '../../../lambda/watchlist/adapters/dynamo-watchlist-entries.ts';
import { activated } from '../../../lambda/watchlist/domain/watchlist-entry.ts';
import { aReceipt } from '../../support/lambda/a-consent.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import { aReviewCase, PAIR } from '../../support/lambda/a-review-case.ts';
import { anEntry } from '../../support/lambda/a-watchlist.ts';
import { anErasure } from '../../support/lambda/an-erasure.ts';
import {
  aClaim,
  aListMapping,
  aLivenessSession,
  aMapping,
  anIndexedFace,
  aSession,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

/*
 * No transaction about a person touches a row that all of a tenant share: two transactions that overlap on
 * one item conflict, so such a row would be the tenant's speed limit.
 */

/** A client that takes every write and reads nothing. @returns what transactions have touched, as table and key */
function recording() {
  const transactions: string[][] = [];
  const send = async (command: unknown) => {
    if (command instanceof TransactWriteCommand)
      transactions.push(
        (command.input.TransactItems ?? []).flatMap((item) => Object.values(item).map(rowOf)),
      );
    return {};
  };
  // paginators take instances only
  const client: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send,
  });
  return { client, transactions };
}

/** Attributes of the keys, of the mapping table and of the others. */
const KEYS = { mapping: ['user_id', 'collection_id#face_id'], others: ['pk', 'sk'] };

interface Part {
  readonly TableName?: string | undefined;
  readonly Key?: object | undefined;
  readonly Item?: object | undefined;
}
function rowOf({ TableName, Key, Item }: Part = {}): string {
  const names = TableName === 'mapping' ? KEYS.mapping : KEYS.others;
  const values = new Map<string, unknown>(Object.entries(Key ?? Item ?? {}));
  return [TableName, ...names.map((name) => values.get(name))].join(' ');
}

const TABLES = {
  control: 'control',
  faceMapping: 'mapping',
  sessions: 'sessions',
  // a second region and vectors of users, so that both outboxes are written
  replication: { clock: () => NOON },
};
const GENERATIONS = {
  default: [aGeneration({ vectors: 'user' }), aGeneration({ generation: 'g2' })],
  tenants: {},
};

type Client = DynamoDBDocumentClient;
const aPersonNamed = (name: string) => {
  const ids = { user_id: name, session_id: `vs_${name}`, image_sha256: `sha-${name}` };
  const face = anIndexedFace({ face_id: `face-${name}`, image_id: `img_${name}` });
  const copy = anIndexedFace({
    face_id: `copy-${name}`,
    image_id: `img_${name}`,
    collection_id: 'face-idv.acme.g2.0',
  });
  const planned = {
    collection_id: face.collection_id,
    image_id: face.image_id,
    generations_revision: 1,
    // one more than there are copies: a face that a generation lacks is written down as well
    copies: [copy.collection_id, 'face-idv.acme.g3.0'],
    listed: true,
  };
  const claim = aClaim({ ...ids, planned, face, copies: { [copy.collection_id]: copy } });
  const mapping = aMapping({ ...ids, face_id: face.face_id, image_id: face.image_id });
  const mappedCopy = { ...mapping, face_id: copy.face_id, collection_id: copy.collection_id };
  const image = { ...mapping, revision: 'r', requested_at: '', attempt: 'a' };
  const session = aSession({
    id: ids.session_id,
    user_id: name,
    consent: { given_at: NOON.toISOString(), notice_version: '2026-01', receipt_id: `cr_${name}` },
  });
  const livenessSession = aLivenessSession({
    id: `liveness-${name}`,
    verification_session_id: session.id,
    user_id: name,
  });
  const receipt = aReceipt({ id: `cr_${name}`, user_id: name });
  const entry = anEntry({ id: `wle_${name}`, due_at: NOON.toISOString() });
  const listMapping = aListMapping({
    entry_id: entry.id,
    face_id: `listed-${name}`,
    image_id: `img_${name}`,
  });
  return {
    entry,
    listMapping,
    ids,
    face,
    copy,
    claim,
    planned,
    mapping,
    mappedCopy,
    image,
    session,
    livenessSession,
    receipt,
  };
};
type Person = ReturnType<typeof aPersonNamed>;

const enrollments = (client: Client) => createDynamoEnrollmentStore(client, 'control', () => NOON, true);
const reconciled = (client: Client) => createDynamoReconciledFaces(client, TABLES, GENERATIONS);
const replications = (client: Client) => createDynamoReplicationRequests(client, TABLES, () => NOON);
const transitions = (client: Client) => createDynamoSessionTransitions(client, TABLES, () => NOON);
const erasures = (client: Client) => createDynamoErasures(client, 'control');
const erasureOf = (user_id: string) => anErasure({ id: `era_${user_id}`, user_id });
const watchlists = (client: Client) => createDynamoWatchlistEntries(client, TABLES);
const migrations = (client: Client) => createDynamoMigrationStore(client, TABLES);
const migration: Migration = {
  tenant: TENANT,
  id: 'mg_1',
  from: 'g1',
  to: 'g2',
  status: 'filling',
  created_at: NOON.toISOString(),
  total: 2,
  pass: 1,
  position: { shard: 0 },
  counts: NO_IMAGES,
  calls: {},
};

/** A case about a user and another one, who is known to nobody else. */
const caseAbout = (user_id: string) => {
  const [one, other] = PAIR;
  const id = `rc_${user_id}`;
  return aReviewCase({
    id,
    users: [
      { ...one, user_id },
      { ...other, user_id: `double of ${user_id}` },
    ],
  });
};

/** The same client, to which a user is enrolled. */
const heldBy = (enrolled: EnrollmentClaim, client: Client): Client =>
  Object.assign(Object.create(client), {
    send: async (command: Parameters<Client['send']>[0]) =>
      command instanceof GetCommand ? { Item: { ...enrolled, state: 'enrolled' } } : client.send(command),
  });

/** Every transaction about a person, by the file that has it. */
const ABOUT_A_PERSON: Readonly<
  Record<string, Readonly<Record<string, (client: Client, person: Person) => Promise<unknown>>>>
> = {
  'lambda/enrollment/adapters/dynamo-enrollment-store.ts': {
    claim: (client, { claim }) => enrollments(client).claim(claim),
    plan: (client, { claim, planned }) => enrollments(client).plan(claim, planned),
    'record a face': (client, { claim, face }) => enrollments(client).recordFace(claim, face, []),
    'record a copy': (client, { claim, copy }) => enrollments(client).recordCopy(claim, copy),
    release: (client, { claim }) => enrollments(client).release(claim),
  },
  'lambda/enrollment/adapters/dynamo-further-claims.ts': {
    claim: (client, { claim }) =>
      createDynamoFurtherClaims(
        heldBy({ ...claim, session_id: 'vs_0', image_sha256: '0' }, client),
        'control',
      ).claimFurther(claim),
  },
  'lambda/registration/adapters/dynamo-registration-approval.ts': {
    approve: (client, { claim, mapping, mappedCopy, session }) =>
      createDynamoRegistrationApproval(client, TABLES, GENERATIONS, aSubjectHash).approve(
        claim,
        [mapping, mappedCopy],
        moved({ ...session, status: 'processing' }, 'approve'),
      ),
    replace: (client, { claim, mapping, mappedCopy, session }) => {
      const former = { ...claim, image_sha256: `before ${claim.image_sha256}`, state: 'enrolled' as const };
      const further = { ...claim, former };
      const before = { ...mappedCopy, face_id: `before ${mapping.face_id}`, image_sha256: 'before' };
      return createDynamoRegistrationApproval(client, TABLES, GENERATIONS, aSubjectHash).approve(
        further,
        [mapping],
        moved({ ...session, status: 'processing' }, 'approve'),
        replaceEarlier(further, [], [before], session.id, NOON),
      );
    },
  },
  'lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts': {
    enroll: (client, { claim, mapping, mappedCopy }) =>
      createDynamoBulkEnrollment(client, TABLES, GENERATIONS, aSubjectHash).enroll(claim, [
        mapping,
        mappedCopy,
      ]),
  },
  'lambda/sessions/adapters/dynamo-session-transitions.ts': {
    create: (client, { session }) =>
      transitions(client).create(aCreatedSession(session), [
        {
          tenant: TENANT,
          opener: { kind: 'user', id: session.user_id },
          open: { revision: 0, sessions: [{ id: session.id, expires_at: session.expires_at }] },
        },
      ]),
    'create with a new receipt': (client, { session, receipt }) =>
      transitions(client).create(aCreatedSession(session), [], { given: receipt }),
    'create by a receipt': (client, { session, receipt }) =>
      transitions(client).create(aCreatedSession(session), [], { standing: receipt }),
    'begin a liveness check': (client, { session, livenessSession }) =>
      transitions(client).apply(moved(session, 'start_liveness'), { newLivenessSession: livenessSession }),
    'give up an enrollment': (client, { session, claim }) =>
      transitions(client).apply(moved({ ...session, status: 'processing' }, 'fail'), {
        abandoned: abandon(claim, session.id, NOON),
      }),
    'fail a liveness check': (client, { session, livenessSession }) =>
      transitions(client).apply(moved(session, 'fail_liveness'), {
        livenessSession,
        lockouts: [
          {
            tenant: TENANT,
            subject: { kind: 'user', id: session.user_id },
            ledger: EMPTY_LEDGER,
            revision: 0,
          },
        ],
      }),
  },
  'lambda/abuse/adapters/dynamo-lockout-ledger.ts': {
    lock: (client, { ids }) =>
      createDynamoLockoutLedgerStore(client, TABLES.control, () => NOON).update(
        TENANT,
        { kind: 'user', id: ids.user_id },
        (ledger) => ({ ...ledger, blocked: true }),
      ),
  },
  'lambda/consents/adapters/dynamo-consent-receipts.ts': {
    give: (client, { receipt }) => createDynamoConsentReceipts(client, 'control').give(receipt),
    withdraw: (client, { receipt }) => {
      const after = withdraw(receipt, 'person', NOON);
      return createDynamoConsentReceipts(client, 'control').withdraw(after, [after]);
    },
  },
  'lambda/review-cases/adapters/dynamo-review-case-store.ts': {
    open: (client, { ids }) => createDynamoReviewCaseStore(client, TABLES).open(caseAbout(ids.user_id)),
    'allow a pair': (client, { ids }) => {
      const opened = caseAbout(ids.user_id);
      const decision = { finding: 'allow_pair', decided_at: NOON.toISOString() } as const;
      return createDynamoReviewCaseStore(client, TABLES).save(opened, { ...opened, decision });
    },
  },
  'lambda/watchlist/adapters/dynamo-watchlist-entries.ts': {
    add: (client, { entry }) => watchlists(client).add(entry),
    save: (client, { entry }) => watchlists(client).save(entry, activated(entry)),
    activate: (client, { entry, listMapping }) =>
      watchlists(client).activate(entry, activated(entry), [listMapping], 1),
    unmap: (client, { listMapping }) => watchlists(client).unmap([listMapping]),
  },
  'lambda/erasure/adapters/dynamo-erasures.ts': {
    create: (client, { ids }) => erasures(client).create(erasureOf(ids.user_id)),
    'report that it is overdue': (client, { ids }) =>
      erasures(client).saveOverdue(erasureOf(ids.user_id), erasureOf(ids.user_id)),
    complete: (client, { ids }) => erasures(client).complete(erasureOf(ids.user_id), erasureOf(ids.user_id)),
  },
  'lambda/users/adapters/dynamo-face-removal.ts': {
    remove: (client, { mapping, mappedCopy }) =>
      createDynamoFaceRemoval(client, TABLES, () => NOON).remove([mapping, mappedCopy]),
  },
  'lambda/user-vectors/adapters/dynamo-face-eviction.ts': {
    evict: (client, { mapping }) => createDynamoFaceEviction(client, TABLES).remove(mapping),
  },
  'lambda/replication/adapters/dynamo-replication-requests.ts': {
    'map a replica': (client, { image, mapping, mappedCopy }) =>
      replications(client).mapReplica(image, mapping, mappedCopy),
    'unmap replicas': (client, { image, mappedCopy }) =>
      replications(client).unmapReplicas(image, [mappedCopy]),
    request: (client, { image, mappedCopy }) => replications(client).request(image, 'r', [mappedCopy]),
  },
  'lambda/reconciliation/adapters/dynamo-reconciled-faces.ts': {
    remap: (client, { claim, mapping }) => reconciled(client).remap(claim, mapping, 'latest'),
    replace: (client, { mapping, copy }) =>
      reconciled(client).replace(mapping, { ...mapping, face_id: copy.face_id }),
  },
  'lambda/migration/adapters/dynamo-migration-store.ts': {
    'map a copy': (client, { mapping, mappedCopy }) =>
      migrations(client).mapCopy(migration, mapping, mappedCopy, 'attempt'),
    unmap: (client, { mapping }) => migrations(client).unmap([mapping]),
  },
};

/** Transactions on rows that others share, and why that does no harm. */
const ABOUT_MORE: Readonly<Record<string, string>> = {
  'lambda/platform/dynamo-transaction.ts': 'sends what others ask for',
  'lambda/bulk-indexing/adapters/dynamo-index-job-store.ts':
    'a step of a job, once in some ten seconds for each of twelve batches; patiently',
  'lambda/policies/adapters/dynamo-policy-store.ts':
    'a new version of a policy: of the config with the first session after a deployment, or an operator',
  'lambda/ledger/adapters/dynamo-ledger-store.ts':
    'entries of the ledger, by the consumer of the streams alone: no person waits for it',
  'lambda/webhooks/adapters/dynamo-endpoint-store.ts':
    'a change of an endpoint, by an operator or its receiver',
  'lambda/migration/adapters/dynamo-shadow-read-store.ts':
    'a comparison, spread over the rows of its figures',
  'lambda/allowed-pairs/adapters/dynamo-allowed-pairs.ts':
    'the end of a pair of two people, in the partition of each, as one of them is deleted',
  'lambda/reconciliation/adapters/dynamo-reconciliation-store.ts': 'beginning and end of a reconciliation',
};

/** Two people whom the generations' rows tell apart. */
const [ANN, BOB] = ['ann', 'bob'].map(aPersonNamed) as [Person, Person];

async function touched(write: (client: Client, person: Person) => Promise<unknown>, person: Person) {
  const { client, transactions } = recording();
  await write(client, person);
  return transactions;
}

describe('a transaction about a person', () => {
  it('is known to this law, wherever it is', () => {
    const callers = sourceFilesOf('lambda')
      .filter(({ text }) => /\btransact(Patiently)?\(|TransactWriteCommand\(/.test(text))
      .map(({ path }) => path);
    expect(callers.sort()).toEqual([...Object.keys(ABOUT_A_PERSON), ...Object.keys(ABOUT_MORE)].sort());
    expect(generationRowOf(ANN.ids.user_id)).not.toBe(generationRowOf(BOB.ids.user_id));
  });

  it.each(
    Object.entries(ABOUT_A_PERSON).flatMap(([path, writes]) =>
      Object.entries(writes).map(([name, write]) => [path, name, write] as const),
    ),
  )('shares no row with that of another: %s, %s', async (_path, _name, write) => {
    const [ofAnn, ofBob] = await Promise.all([touched(write, ANN), touched(write, BOB)]);
    expect(ofAnn.length).toBeGreaterThan(0);
    expect(ofAnn.flat().filter((row) => ofBob.flat().includes(row))).toEqual([]);
    for (const transaction of ofAnn) expect(new Set(transaction).size).toBe(transaction.length);
  });
});
