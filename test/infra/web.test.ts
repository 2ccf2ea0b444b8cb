import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configOfStage } from '../../lib/config.ts';
import { pageRouter } from '../../lib/constructs/page-router.ts';
import { type WebSettings, webSchema } from '../../lib/web.ts';
import { SITE } from '../../web/build/site.ts';
import { aStage, type Synthesized, synthesize } from '../support/synthesize.ts';

/** A build of the pages, without what they load. */
function aBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'face-idv-pages-'));
  for (const below of ['assets', 'capture', 'console', 'ops']) mkdirSync(join(folder, below));
  for (const page of Object.values(SITE.pages)) writeFileSync(join(folder, page), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-1.js'), '');
  writeFileSync(join(folder, 'site.json'), JSON.stringify(SITE));
  return folder;
}

const build = aBuild();
afterAll(() => rmSync(build, { recursive: true }));
const web: WebSettings = webSchema.parse({
  domain: 'app.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-0000-4000-8000-000000000000',
  site: build,
});

describe('the pages in AWS', () => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize(aStage('prod', { web }));
  });
  const only = (type: string) => {
    const found = app.of(type);
    expect(found).toHaveLength(1);
    return found[0] as (typeof found)[number];
  };

  it('are read by CloudFront alone, over TLS 1.2, behind a firewall of the region that it takes it from', () => {
    const { DistributionConfig } = only('AWS::CloudFront::Distribution').properties;
    expect(DistributionConfig.Aliases).toEqual(['app.example.com']);
    expect(DistributionConfig.ViewerCertificate.MinimumProtocolVersion).toBe('TLSv1.2_2021');
    expect(DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(DistributionConfig.WebACLId).toBeDefined();
    expect(DistributionConfig.Origins[0].OriginAccessControlId).toBeDefined();
    const acl = only('AWS::WAFv2::WebACL');
    expect(acl.stack).toBe('FaceIdv-prod-Edge');
    expect(app.stacks.find(({ stackName }) => stackName === acl.stack)?.region).toBe('us-east-1');
    const [rate, ...managed] = acl.properties.Rules;
    expect(rate.Statement.RateBasedStatement).toMatchObject({ AggregateKeyType: 'IP', Limit: 3000 });
    expect(managed).toHaveLength(3);
  });

  it('answer 404 with a page of their own where there is nothing, and leave 403 to the firewall', () => {
    const { DistributionConfig } = only('AWS::CloudFront::Distribution').properties;
    const page = `/${SITE.notFound}`;
    expect(DistributionConfig.CustomErrorResponses).toEqual([
      { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: page, ErrorCachingMinTTL: 10 },
    ]);
    // S3 says that a file is missing only to whoever may list the bucket, which nothing else may
    const grants = app
      .of('AWS::S3::BucketPolicy')
      .filter(({ stack }) => stack === 'FaceIdv-prod-Web')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement as Record<string, unknown>[])
      .filter(({ Principal }) => JSON.stringify(Principal) === '{"Service":"cloudfront.amazonaws.com"}');
    expect(grants.flatMap(({ Action }) => Action).sort()).toEqual(['s3:GetObject', 's3:ListBucket']);
    for (const { Condition } of grants) expect(Condition).toHaveProperty(['StringEquals', 'AWS:SourceArn']);
    // a request for / would be one for the list
    expect(DistributionConfig.DefaultRootObject).toBe('index.html');
    expect(Object.values<string>(SITE.pages)).not.toContain(DistributionConfig.DefaultRootObject);
  });

  it('have the headers of their build, with the origins of this deployment', () => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = only('AWS::CloudFront::ResponseHeadersPolicy')
      .properties.ResponseHeadersPolicyConfig;
    const policy = JSON.stringify(SecurityHeadersConfig.ContentSecurityPolicy);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain('wss://streaming-rekognition.eu-west-1.amazonaws.com');
    expect(policy).toContain('https://cognito-idp.eu-west-1.amazonaws.com');
    expect(policy).not.toMatch(/\{connect\}|\{images\}/);
    expect(SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(63_072_000);
    expect(SecurityHeadersConfig.FrameOptions.FrameOption).toBe('DENY');
    const custom = CustomHeadersConfig.Items.map(({ Header }: { Header: string }) => Header);
    expect(custom.sort()).toEqual(['cross-origin-opener-policy', 'permissions-policy']);
  });

  it('are copied with their config: files before the pages that name them', () => {
    const [assets, html] = ['Assets', 'Html'].map((name) =>
      app.of('Custom::CDKBucketDeployment').find(({ logicalId }) => logicalId.startsWith(name)),
    );
    expect(assets?.properties.SystemMetadata['cache-control']).toContain('immutable');
    expect(html?.properties.SystemMetadata['cache-control']).toBe('no-cache');
    expect(html?.dependsOn).toContain(assets?.logicalId);
    expect(html?.properties.SourceObjectKeys).toHaveLength(2);
  });

  it('keep the AwsSolutions rules, but for findings accepted with a reason', () => {
    const report = new AwsSolutionsChecks(app.app).validateScope(app.app);
    expect(
      report.violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources]),
    ).toEqual([]);
  });

  it('are one file each, whatever the path below them; ops is not among them', () => {
    const { FunctionCode } = only('AWS::CloudFront::Function').properties;
    expect(FunctionCode).not.toContain('/ops');
    const routed = (uri: string) =>
      runInNewContext(`${pageRouter(SITE.pages)}; handler({ request: { uri } }).uri`, { uri });
    expect(routed('/capture')).toBe('/capture/index.html');
    expect(routed('/console/sessions/vs_1')).toBe('/console/index.html');
    expect(routed('/consoles')).toBe('/consoles');
    expect(routed('/assets/index-1.js')).toBe('/assets/index-1.js');
  });
});

describe('settings of the pages', () => {
  it('fit the capture links and the API', () => {
    expect(() =>
      configOfStage('prod', { alarmTarget: 'ops@example.com', web: { ...web, domain: 'x.example.com' } }),
    ).toThrow(
      /"https:\/\/x\.example\.com" is not in api\.allowedOrigins.*[\s\S]*is not the capture page of web\.domain/,
    );
    expect(() => configOfStage('local', { web })).toThrow(/the laptop has no .*CloudFront/);
    const elsewhere = web.certificateArn.replace('us-east-1', 'eu-west-1');
    expect(() => configOfStage('dev', { web: { ...web, certificateArn: elsewhere } })).toThrow(/us-east-1/);
  });

  it('ask for a build', () => {
    const missing = aStage('prod', { web: { ...web, site: join(build, 'nowhere') } });
    expect(() => synthesize(missing)).toThrow(/has no build of the pages; run npm run build -w web/);
  });
});
