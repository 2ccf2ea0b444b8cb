import { describe, expect, it } from 'vitest';
import { checkConstraints } from '../../src/protocol/constraints.ts';
import { decodeInput } from '../../src/protocol/decode.ts';
import { INPUT_SHAPES } from '../../src/protocol/input-shapes.ts';

type Operation = keyof typeof INPUT_SHAPES;

const UUID = '0123abcd-0123-4567-89ab-0123456789ab';
const image = { Bytes: Buffer.from('x').toString('base64') };

/** What a JSON input is refused with, or nothing. */
function refusal(operation: Operation, input: unknown): string | undefined {
  try {
    const decoded = decodeInput(INPUT_SHAPES[operation], Buffer.from(JSON.stringify(input)));
    checkConstraints(INPUT_SHAPES[operation], decoded);
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
}

const repeat = (count: number, value: unknown) => Array.from({ length: count }, () => value);
const tags = (count: number) => Object.fromEntries(repeat(count, '').map((_, index) => [`k${index}`, '']));

describe('constraints of the service model', () => {
  const atTheEdge: readonly (readonly [Operation, unknown])[] = [
    ['CreateCollection', { CollectionId: 'a' }],
    ['CreateCollection', { CollectionId: 'A_b.c-9'.padEnd(255, 'x'), Tags: tags(200) }],
    [
      'CreateCollection',
      { CollectionId: 'a', Tags: { ['k'.repeat(128)]: 'v'.repeat(256), 'ключ 1': 'é_.:/=+-@' } },
    ],
    ['CreateUser', { CollectionId: 'a', UserId: 'u:'.padEnd(128, '-'), ClientRequestToken: 't'.repeat(64) }],
    ['IndexFaces', { CollectionId: 'a', Image: image, ExternalImageId: 'e:'.padEnd(255, 'x'), MaxFaces: 1 }],
    ['IndexFaces', { CollectionId: 'a', Image: image, MaxFaces: 2_000_000_000, QualityFilter: 'HIGH' }],
    [
      'DetectFaces',
      { Image: { Bytes: Buffer.alloc(5_242_880).toString('base64') }, Attributes: ['ALL', 'SMILE'] },
    ],
    ['DetectFaces', { Image: { S3Object: { Bucket: 'b-1', Name: 'n'.repeat(1024) } }, Attributes: [] }],
    ['SearchFaces', { CollectionId: 'a', FaceId: UUID, MaxFaces: 4096, FaceMatchThreshold: 100 }],
    ['SearchFaces', { CollectionId: 'a', FaceId: UUID, MaxFaces: 1, FaceMatchThreshold: 0 }],
    ['ListFaces', { CollectionId: 'a', MaxResults: 4096, NextToken: 'n'.repeat(255) }],
    ['ListFaces', { CollectionId: 'a', MaxResults: 0 }],
    ['ListUsers', { CollectionId: 'a', MaxResults: 500 }],
    ['DeleteFaces', { CollectionId: 'a', FaceIds: repeat(4096, UUID) }],
    ['AssociateFaces', { CollectionId: 'a', UserId: 'u', FaceIds: repeat(100, UUID), UserMatchThreshold: 0 }],
    ['SearchUsers', { CollectionId: 'a', UserId: 'u', MaxUsers: 500 }],
    ['ListCollections', {}],
  ];
  it.each(atTheEdge)('lets %s pass at the edge (%#)', (operation, input) => {
    expect(refusal(operation, input)).toBeUndefined();
  });

  const beyond: readonly (readonly [Operation, unknown, string])[] = [
    [
      'CreateCollection',
      {},
      "Value null at 'collectionId' failed to satisfy constraint: Member must not be null",
    ],
    ['CreateCollection', { CollectionId: null }, 'Member must not be null'],
    ['CreateCollection', { CollectionId: '' }, 'Member must have length greater than or equal to 1'],
    [
      'CreateCollection',
      { CollectionId: 'x'.repeat(256) },
      'Member must have length less than or equal to 255',
    ],
    ['CreateCollection', { CollectionId: 'a/b' }, 'regular expression pattern: [a-zA-Z0-9_.\\-]+'],
    ['CreateCollection', { CollectionId: 'a\n' }, 'regular expression pattern'],
    [
      'CreateCollection',
      { CollectionId: 'a', Tags: tags(201) },
      'Member must have length less than or equal to 200',
    ],
    ['CreateCollection', { CollectionId: 'a', Tags: { 'aws:x': '' } }, 'regular expression pattern'],
    ['CreateCollection', { CollectionId: 'a', Tags: { k: 'v'.repeat(257) } }, "at 'tags.k.member'"],
    ['CreateCollection', { CollectionId: 'a', Tags: { k: '#' } }, 'regular expression pattern'],
    ['CreateUser', { CollectionId: 'a', UserId: 'a@b' }, "Value 'a@b' at 'userId'"],
    ['CreateUser', { CollectionId: 'a', UserId: 'u'.repeat(129) }, 'less than or equal to 128'],
    ['CreateUser', { CollectionId: 'a', UserId: 'u', ClientRequestToken: 'a.b' }, "at 'clientRequestToken'"],
    ['IndexFaces', { CollectionId: 'a', Image: image, ExternalImageId: 's3://b/k' }, "at 'externalImageId'"],
    [
      'IndexFaces',
      { CollectionId: 'a', Image: image, MaxFaces: 0 },
      'Member must have value greater than or equal to 1',
    ],
    [
      'IndexFaces',
      { CollectionId: 'a', Image: image, QualityFilter: 'BEST' },
      'enum value set: [NONE, AUTO, LOW, MEDIUM, HIGH]',
    ],
    ['DetectFaces', { Image: image, Attributes: ['ALL', 'NOSE'] }, "Value 'NOSE' at 'attributes.2.member'"],
    ['DetectFaces', { Image: { Bytes: '' } }, "at 'image.bytes'"],
    [
      'DetectFaces',
      { Image: { Bytes: Buffer.alloc(5_242_881).toString('base64') } },
      'less than or equal to 5242880',
    ],
    ['DetectFaces', { Image: { S3Object: { Bucket: 'ab', Name: 'n' } } }, "at 'image.s3Object.bucket'"],
    ['DetectFaces', {}, "Value null at 'image'"],
    ['CompareFaces', { SourceImage: image }, "Value null at 'targetImage'"],
    [
      'CompareFaces',
      { SourceImage: image, TargetImage: image, SimilarityThreshold: 100.01 },
      "Value '100.01' at 'similarityThreshold'",
    ],
    ['SearchFaces', { CollectionId: 'a', FaceId: UUID.toUpperCase() }, "at 'faceId'"],
    ['SearchFaces', { CollectionId: 'a', FaceId: UUID, MaxFaces: 4097 }, 'less than or equal to 4096'],
    [
      'SearchFaces',
      { CollectionId: 'a', FaceId: UUID, FaceMatchThreshold: -1 },
      'greater than or equal to 0',
    ],
    ['ListFaces', { CollectionId: 'a', NextToken: 'n'.repeat(256) }, "at 'nextToken'"],
    ['ListFaces', { CollectionId: 'a', MaxResults: -1 }, "at 'maxResults'"],
    ['ListUsers', { CollectionId: 'a', MaxResults: 0 }, "at 'maxResults'"],
    ['DeleteFaces', { CollectionId: 'a', FaceIds: [] }, "Value '[]' at 'faceIds'"],
    ['DeleteFaces', { CollectionId: 'a', FaceIds: repeat(4097, UUID) }, 'less than or equal to 4096'],
    [
      'AssociateFaces',
      { CollectionId: 'a', UserId: 'u', FaceIds: repeat(101, UUID) },
      'less than or equal to 100',
    ],
    [
      'DisassociateFaces',
      { CollectionId: 'a', UserId: 'u', FaceIds: ['x'] },
      "Value 'x' at 'faceIds.1.member'",
    ],
    ['SearchUsers', { CollectionId: 'a', UserId: 'u', MaxUsers: 501 }, 'less than or equal to 500'],
  ];
  it.each(beyond)('refuses %s beyond the edge (%#)', (operation, input, reason) => {
    const refused = refusal(operation, input);
    expect(refused).toMatch(/^ValidationException: [12] validation errors? detected: /);
    expect(refused).toContain(reason);
  });

  it('reports every violation, up to a readable number', () => {
    expect(refusal('CreateUser', { CollectionId: '/' })).toMatch(
      /^ValidationException: 2 validation errors detected/,
    );
    const many = refusal('DeleteFaces', { CollectionId: 'a', FaceIds: repeat(4096, 'x'.repeat(1000)) });
    expect(many).toContain('4096 validation errors');
    expect(many?.length).toBeLessThan(10_000);
  });

  it('never shows the bytes of an image', () => {
    const bytes = Buffer.alloc(5_242_881, 'secret');
    expect(refusal('DetectFaces', { Image: { Bytes: bytes.toString('base64') } })).not.toContain('secret');
  });

  const unreadable: readonly (readonly [Operation, unknown])[] = [
    ['CreateCollection', []],
    ['CreateCollection', 'text'],
    ['CreateCollection', { CollectionId: 7 }],
    ['CreateCollection', { CollectionId: 'a', Tags: [] }],
    ['CreateCollection', { CollectionId: 'a', Tags: { k: 1 } }],
    ['DetectFaces', { Image: 'text' }],
    ['DetectFaces', { Image: { Bytes: 'not base64!' } }],
    ['DetectFaces', { Image: image, Attributes: 'ALL' }],
    ['SearchFaces', { CollectionId: 'a', FaceId: UUID, MaxFaces: '5' }],
  ];
  it.each(unreadable)('refuses %s with members of another JSON type (%#)', (operation, input) => {
    expect(refusal(operation, input)).toMatch(/^SerializationException: /);
  });

  it('passes unknown and null members over', () => {
    const input = Buffer.from('{"CollectionId":"a","Tags":null,"Color":"blue","__proto__":{"x":1}}');
    expect(decodeInput(INPUT_SHAPES.CreateCollection, input)).toEqual({ CollectionId: 'a' });
  });
});
