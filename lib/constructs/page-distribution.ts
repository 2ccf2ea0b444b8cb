import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import type { Site, WebSettings } from '../web.ts';
import { acknowledge } from './acknowledge.ts';
import { type PageOrigins, pageHeaders } from './page-headers.ts';
import { pageRouter } from './page-router.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface PageDistributionProps {
  readonly config: DeploymentConfig;
  readonly settings: WebSettings;
  readonly site: Site;
  readonly origins: PageOrigins;
  readonly webAclArn: string;
  readonly accessLogs: IBucket;
}

/** Days that a file stays which no page names any longer: somebody may have the page of yesterday open. */
const OLD_VERSION_DAYS = 30;

/** How long CloudFront answers that a file is missing before it looks again: a deployment may bring it. */
const NOT_FOUND_TTL = Duration.seconds(10);
/**
 * Name of the file that CloudFront looks for at `/`. There is none, so the answer is that of every unknown
 * address; without a name it would list the bucket.
 */
const ROOT_OBJECT = 'index.html';

/** Pages that only a local stack serves; in AWS the dashboards of CloudWatch are in their place. */
export const LOCAL_PAGES = ['/ops'];

/** The bucket of the pages, which only CloudFront reads, and the distribution in front of it. */
export class PageDistribution extends Construct {
  readonly bucket: IBucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: PageDistributionProps) {
    super(scope, id);
    const { config, settings, site } = props;
    // (the CDK's types do not support exactOptionalPropertyTypes)
    this.bucket = new Bucket(this, 'Bucket', {
      // what lies here is public; a key of ours would protect nothing
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(OLD_VERSION_DAYS) }],
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'pages/',
      removalPolicy: removalPolicyOf(config),
      autoDeleteObjects: !config.protectData,
    }) as IBucket;
    const pages = Object.entries(site.pages).filter(([path]) => !LOCAL_PAGES.includes(path));
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `face-idv ${config.stage}: pages`,
      domainNames: [settings.domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', settings.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: props.webAclArn,
      defaultRootObject: ROOT_OBJECT,
      // 404 alone: the firewall refuses by 403, which is not to look like a missing page
      errorResponses: [
        {
          httpStatus: 404,
          responseHttpStatus: 404,
          responsePagePath: `/${site.notFound}`,
          ttl: NOT_FOUND_TTL,
        },
      ],
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          // without the right to list the bucket, S3 answers 403 for a missing file
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: new ResponseHeadersPolicy(this, 'Headers', pageHeaders(site, props.origins)),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'Router', {
              code: FunctionCode.fromInline(pageRouter(Object.fromEntries(pages))),
              runtime: FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
    });
    acknowledge(this.distribution, {
      'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk':
        'A request for / asks for the default root object, and not for the list of the bucket.',
      'AwsSolutions-CFR1': 'Customers of a bank travel; who may open an account is decided by the bank.',
      'AwsSolutions-CFR3':
        'Logs of all views would keep the addresses of people; the firewall logs what it refused.',
    });
  }
}
