import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, isAllowedHost, urlProblem } from '../../../../lambda/webhooks/domain/endpoint-url.ts';

const problem = (url: string, allowed: readonly string[] = []) => urlProblem(url, allowed);

describe('a URL for events', () => {
  it.each([
    'https://hooks.example.com/face-idv',
    'https://hooks.example.com:8443/a?b=c',
    'https://hooks.example.com:1024/',
    'https://hooks.example.com:443/',
    'https://mylan.example.com/',
    `https://hooks.example.com/${'a'.repeat(2022)}`,
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/hook',
  ])('is taken: %s', (url) => {
    expect(problem(url)).toBeUndefined();
  });

  it.each([
    ['hooks.example.com', /must be a URL/],
    ['http://hooks.example.com', /https/],
    ['ftp://hooks.example.com', /https/],
    ['https://user@hooks.example.com', /user name/],
    ['https://:secret@hooks.example.com', /user name/],
    ['https://hooks.example.com/#a', /fragment/],
    ['https://hooks.example.com/#', /fragment/],
    ['https://hooks.example.com:25/', /port/],
    ['https://hooks.example.com:22/', /port/],
    ['https://intranet/', /public internet/],
    ['https://payments/', /public internet/],
    ['https://app.localhost/', /public internet/],
    ['https://hooks.example.com:1023/', /port/],
    ['https://printer.local./', /public internet/],
    ['https://printer.local../', /public internet/],
    ['https://localhost.localdomain/', /public internet/],
    ['https://nas.lan/', /public internet/],
    ['https://wiki.intranet/', /public internet/],
    ['https://router.home.arpa/', /public internet/],
    [`https://hooks.example.com/${'a'.repeat(2023)}`, /2048/],
    ['https://metadata.google.internal/', /public internet/],
    ['https://169.254.169.254/latest/meta-data/', /public internet/],
    ['https://[::1]/', /public internet/],
    ['https://[::ffff:10.0.0.1]/', /public internet/],
    // other ways to write an address
    ['https://0x7f.1/', /public internet/],
    ['https://2130706433/', /public internet/],
    ['https://017700000001/', /public internet/],
    ['https://127.1/', /public internet/],
    [`https://hooks.example.com/${'a'.repeat(2048)}`, /2048/],
  ])('is refused: %s', (url, message) => {
    expect(problem(url)).toMatch(message);
  });

  it('never has an address of a private network, however it is written', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(fc.constantFrom(10, 127), octet, octet, octet);
    const written = fc
      .tuple(address, fc.constantFrom('dotted', 'whole', 'hex', 'octal'))
      .map(([octets, form]) => {
        const [a, b, c, d] = octets;
        const whole = ((a * 256 + b) * 256 + c) * 256 + d;
        if (form === 'whole') return String(whole);
        if (form === 'hex') return `0x${whole.toString(16)}`;
        return octets.map((part) => (form === 'octal' ? `0${part.toString(8)}` : String(part))).join('.');
      });
    fc.assert(
      fc.property(written, (host) => {
        expect(problem(`https://${host}/`)).toMatch(/public internet/);
      }),
      { numRuns: 100 },
    );
  });

  it('may have a host that the config allows, without TLS and at any port, and no other', () => {
    expect(problem('http://127.0.0.1:80/hook', ['127.0.0.1'])).toBeUndefined();
    expect(problem('https://127.0.0.1:9/', ['127.0.0.1'])).toBeUndefined();
    expect(problem('ftp://127.0.0.1/', ['127.0.0.1'])).toMatch(/https/);
    expect(problem('http://user@127.0.0.1/', ['127.0.0.1'])).toMatch(/user name/);
    expect(problem('https://127.0.0.2/', ['127.0.0.1'])).toMatch(/public internet/);
    expect(problem('https://127.0.0.1.example.com/', ['127.0.0.1'])).toBeUndefined();
    expect(isAllowedHost(new URL('http://127.0.0.1.example.com/'), ['127.0.0.1'])).toBe(false);
    expect(hostOf(new URL('https://[::1]:8443/'))).toBe('::1');
    expect(hostOf(new URL('https://EXAMPLE.com./'))).toBe('example.com');
  });
});
