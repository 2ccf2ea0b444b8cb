import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  API_SCOPES,
  apiScope,
  BACKEND_CLIENTS_SEPARATOR,
  backendClientsParameter,
  collectionId,
  collectionInRegion,
  collectionName,
  galleryOfCollection,
  galleryOfList,
  generationOfCollection,
  listOfCollection,
  modelProbeCollectionId,
  OPERATOR_ROLES,
  parseBackendClients,
  regionOfCollection,
  shardOfCollection,
  TENANT_ATTRIBUTE,
  TENANT_PATTERN,
  TENANT_TAG,
  tenantOfCollection,
  tenantOfScopes,
  tenantScope,
  tenantServerOfScopes,
  WATCHLIST_PATTERN,
} from '../../../lambda/kernel/tenancy.ts';

const tenants = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}$/);
const generations = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/);

describe('the name of a tenant', () => {
  it.each(['a', 'acme', '4711', 'a-b', 'x'.repeat(31)])('may be %s', (tenant) => {
    expect(TENANT_PATTERN.test(tenant)).toBe(true);
  });

  it.each(['', '-acme', 'Acme', 'a.b', 'a/b', 'a#b', 'a b', 'acme\n', 'x'.repeat(32)])(
    'may not be %j',
    (tenant) => {
      expect(TENANT_PATTERN.test(tenant)).toBe(false);
    },
  );
});

describe('the scopes of a token', () => {
  it('say what a caller may do, as API Gateway compares them', () => {
    expect((Object.keys(API_SCOPES) as (keyof typeof API_SCOPES)[]).map(apiScope)).toEqual([
      'face-idv/verifications.self',
      'face-idv/verifications.manage',
      'face-idv/verifications.view',
      'face-idv/verifications.review',
      'face-idv/verifications.operate',
      'face-idv/verifications.reports',
      'face-idv/verifications.users',
      'face-idv/verifications.proofs',
      'face-idv/verifications.webhooks',
    ]);
  });

  it('come with a group and an attribute of the user pool, and a tag of the session', () => {
    const groups = Object.values(OPERATOR_ROLES).map(({ group }) => group);
    expect(groups).toEqual(['viewers', 'reviewers', 'operators']);
    expect([TENANT_ATTRIBUTE, TENANT_TAG]).toEqual(['tenant', 'tenant']);
  });

  it('name a tenant by one resource server for every hundred', () => {
    expect(tenantScope('acme')).toBe('tenant/acme');
    expect(tenantScope('acme', 1)).toBe('tenant-2/acme');
    fc.assert(
      fc.property(tenants, fc.nat(50), (tenant, index) => {
        expect(tenantOfScopes([apiScope('self'), tenantScope(tenant, index)])).toBe(tenant);
      }),
    );
  });

  it.each([
    [[apiScope('self')]],
    [[tenantScope('acme'), tenantScope('other', 1)]],
    [[tenantScope('acme'), tenantScope('acme', 1)]],
    [['my-tenant/acme']],
    [['tenant-x/acme']],
    [['tenant/']],
    [['tenant/acme\n']],
    [[]],
  ])('name none where they name none or several: %j', (scopes) => {
    expect(tenantOfScopes(scopes)).toBeUndefined();
  });
});

describe('the name of a collection', () => {
  it('tells tenant and generation, in whichever region it is', () => {
    fc.assert(
      fc.property(tenants, generations, fc.nat(99), (tenant, generation, shard) => {
        const id = collectionId('face-idv', tenant, generation, shard);
        expect(id).toBe(`face-idv.${tenant}.${generation}.${shard}`);
        const elsewhere = collectionInRegion('eu-central-1', id);
        for (const one of [id, elsewhere]) {
          expect(tenantOfCollection(one)).toBe(tenant);
          expect(generationOfCollection(one)).toBe(generation);
          expect(collectionName(one)).toBe(id);
        }
        expect(regionOfCollection(id)).toBeUndefined();
        expect(regionOfCollection(elsewhere)).toBe('eu-central-1');
      }),
    );
  });

  it('of a watchlist tells its list too, and is that of no users and of no other list', () => {
    const lists = fc.stringMatching(WATCHLIST_PATTERN);
    fc.assert(
      fc.property(tenants, generations, lists, lists, (tenant, generation, list, other) => {
        const id = collectionId('face-idv', tenant, galleryOfList(generation, list), 0);
        expect(id.startsWith(`face-idv.${tenant}.`)).toBe(true);
        expect([tenantOfCollection(id), generationOfCollection(id)]).toEqual([tenant, generation]);
        expect([listOfCollection(id), shardOfCollection(id)]).toEqual([list, 0]);
        expect(galleryOfList(generation, list) === galleryOfList(generation, other)).toBe(list === other);
        // the pattern of generations, in their config
        expect(galleryOfCollection(id)).not.toMatch(/^[a-z][a-z0-9]{0,15}$/);
        expect(id).toMatch(/^[a-zA-Z0-9_.-]{1,255}$/);
      }),
    );
    expect(listOfCollection(collectionId('face-idv', 'acme', 'g1', 0))).toBeUndefined();
  });

  it('is nobody’s generation or tenant where it has too few parts', () => {
    expect(generationOfCollection('probe')).toBe('');
    expect(tenantOfCollection('face-idv.probe')).toBe('');
  });

  it('of the probe of face models is no tenant’s', () => {
    const [, tenant = ''] = modelProbeCollectionId('face-idv').split('.');
    expect(modelProbeCollectionId('face-idv')).toBe('face-idv.MODEL-PROBE');
    expect(TENANT_PATTERN.test(tenant)).toBe(false);
  });
});

describe('the list of the backend clients of a tenant', () => {
  it('is found by the number of the resource server in the scope of the tenant', () => {
    fc.assert(
      fc.property(tenants, fc.nat({ max: 50 }), (tenant, server) => {
        expect(tenantServerOfScopes([apiScope('manage'), tenantScope(tenant, server)])).toBe(server);
      }),
    );
    expect(tenantServerOfScopes([apiScope('self')])).toBeUndefined();
    expect(backendClientsParameter('prod', 1)).toBe('/face-idv/prod/backend-clients/1');
  });

  it('has the ids that were put in, and none if it is empty', () => {
    const ids = ['one', 'other'];
    expect(parseBackendClients(ids.join(BACKEND_CLIENTS_SEPARATOR))).toEqual(ids);
    expect(parseBackendClients('')).toEqual([]);
  });
});
