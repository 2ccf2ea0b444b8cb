import { describe, expect, it } from 'vitest';
import { aLambda } from './a-lambda.ts';

const SOURCE = 'export const handler = async () => process.env.FLAG.length;';
/** `{"FLAG":""}` */
const AROUND_THE_VALUE = 11;

const withFlag = (value: string) =>
  aLambda({ Fn: { source: SOURCE, properties: { Environment: { Variables: { FLAG: value } } } } });

describe('the environment of a function', () => {
  it('may have 4,096 bytes with its names and all that JSON puts around them', async () => {
    const value = 'x'.repeat(4096 - AROUND_THE_VALUE);
    const fixture = await withFlag(value);

    expect(await fixture.lambda.invoke(fixture.arn('Fn'), {})).toBe(value.length);
    await fixture.close();
  });

  it.each([
    ['one byte more', 'x'.repeat(4097 - AROUND_THE_VALUE)],
    ['quotes, which JSON escapes', '"'.repeat(2048)],
    ['letters of two bytes', 'é'.repeat(2048)],
  ])('is refused with %s', async (_, value) => {
    await expect(withFlag(value)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringMatching(
        /^Stack\/Fn: Lambda was unable to configure your .*exceeded the 4KB limit/,
      ),
    });
  });
});
