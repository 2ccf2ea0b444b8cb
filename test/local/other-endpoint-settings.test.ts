import { describe, expect, it } from 'vitest';
import { InputError } from '../../local/demo/photo.ts';
import { readArguments } from '../../local/start/command.ts';
import { otherEndpointSettings } from '../../local/start/other-endpoint-settings.ts';
import { portOf, START_OPTIONS, startOptionsOf } from '../../local/start/start-options.ts';

const AN_ENVIRONMENT = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

const optionsOf = (words: readonly string[]) => {
  const input = readArguments({ options: START_OPTIONS }, words);
  if (input === 'help') throw new Error('nobody asked for help');
  return startOptionsOf(input.values);
};
const settingsOf = (environment: Readonly<Record<string, string>>, words: readonly string[]) =>
  otherEndpointSettings(environment, optionsOf(words));

describe('the settings of another endpoint', () => {
  it('are none where AWS_ENDPOINT_URL is not set', () => {
    expect(settingsOf({}, [])).toBeUndefined();
    expect(settingsOf({ AWS_ENDPOINT_URL: '' }, [])).toBeUndefined();
  });

  it('are read from the variables of the SDK, with our Rekognition on this machine', () => {
    expect(settingsOf(AN_ENVIRONMENT, [])).toEqual({
      endpoint: 'http://127.0.0.1:4566',
      keys: { accessKeyId: 'test', secretAccessKey: 'secret' },
      rekognitionEndpoint: 'http://127.0.0.1:4599',
      leaveOut: [],
    });
  });

  it('take a session token, another address of this machine and types to leave out', () => {
    const environment = {
      ...AN_ENVIRONMENT,
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_REKOGNITION: 'http://host.docker.internal:4700',
    };
    const words = ['--leave-out', 'AWS::CloudWatch::Alarm', '--leave-out=AWS::KMS::Alias'];
    expect(settingsOf(environment, words)).toMatchObject({
      keys: { sessionToken: 'token' },
      rekognitionEndpoint: 'http://host.docker.internal:4700',
      leaveOut: ['AWS::CloudWatch::Alarm', 'AWS::KMS::Alias'],
    });
  });

  it.each([
    ['an endpoint without keys', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, [], /AWS_ACCESS_KEY_ID/],
    ['types to leave out of the local cloud', {}, ['--leave-out', 'AWS::KMS::Alias'], /AWS_ENDPOINT_URL/],
    [
      'a second region elsewhere',
      AN_ENVIRONMENT,
      ['--second-region', 'eu-central-1'],
      /on the local cloud only/,
    ],
  ])('refuses %s and says what to do', (_, environment, words, message) => {
    const read = () => settingsOf(environment, words);
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });
});

it('the options of a start name the second region, if any', () => {
  expect(optionsOf([])).toEqual({ leaveOut: [] });
  expect(optionsOf(['--second-region', 'eu-central-1'])).toEqual({
    leaveOut: [],
    secondRegion: 'eu-central-1',
  });
});

describe('PORT', () => {
  it.each([
    [undefined, 4580],
    ['0', 0],
    ['4590', 4590],
  ])('%s is port %i', (text, port) => {
    expect(portOf(text)).toBe(port);
  });

  it.each(['abc', '-1', '70000', '1.5'])('refuses %s', (text) => {
    expect(() => portOf(text)).toThrow(`PORT must be a number from 0 to 65535, not "${text}"`);
  });
});
