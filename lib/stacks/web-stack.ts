import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { acknowledgeCopies } from '../constructs/page-copies.ts';
import { LOCAL_PAGES, PageDistribution } from '../constructs/page-distribution.ts';
import { PageFirewall } from '../constructs/page-firewall.ts';
import type { PageOrigins } from '../constructs/page-headers.ts';
import { EDGE_REGION, readSite, type WebSettings } from '../web.ts';
import type { DataStack } from './data-stack.ts';
import type { ServiceStack } from './service-stack.ts';

export interface WebStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly settings: WebSettings;
  readonly data: DataStack;
  readonly service: ServiceStack;
  readonly webAclArn: string;
}

/** The firewall of the pages, in the region that CloudFront takes it from. */
export class EdgeStack extends Stack {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: StackProps & Pick<WebStackProps, 'config' | 'settings'>) {
    super(scope, id, props);
    this.webAclArn = new PageFirewall(this, 'Firewall', props).arn;
  }
}

/** The pages for people, served by CloudFront. Not run on AWS yet. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { config, settings, data } = props;
    const { bucket, distribution } = new PageDistribution(this, 'Pages', {
      config,
      settings,
      site: readSite(settings.site),
      origins: this.originsOf(props),
      webAclArn: props.webAclArn,
      accessLogs: data.evidence.accessLogs,
    });
    const destination = { destinationBucket: bucket, retainOnDelete: config.protectData };
    const local = LOCAL_PAGES.map((path) => `${path.slice(1)}/*`);
    const assets = new BucketDeployment(this, 'Assets', {
      ...destination,
      sources: [Source.asset(settings.site, { exclude: ['*', '!assets', '!assets/**'] })],
      // each has a hash in its name; those of earlier pages stay, since somebody may have one open
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Html', {
      ...destination,
      sources: [
        Source.asset(settings.site, { exclude: ['assets', 'site.json', ...local] }),
        Source.jsonData('config.json', this.pageConfig(props)),
      ],
      cacheControl: [CacheControl.noCache()],
      prune: false,
      distribution,
      distributionPaths: ['/*'],
    });
    // a page names files that must be there before it
    pages.node.addDependency(assets);
    acknowledgeCopies(this, assets, bucket);
    new CfnOutput(this, 'WebDistributionDomain', { value: distribution.distributionDomainName });
  }

  /** Values of `config.json`, by which one build serves any deployment (web/src/config/web-config.ts). */
  private pageConfig({ data, service, config }: WebStackProps) {
    return {
      apiUrl: service.apiUrl,
      region: config.region,
      signIn: {
        userPoolId: data.identity.userPool.userPoolId,
        clientId: data.identity.endUserClient.userPoolClientId,
      },
    };
  }

  private originsOf({ data, service, config }: WebStackProps): PageOrigins {
    const { region } = config;
    const uploads = `https://${data.evidence.bucket.bucketRegionalDomainName}`;
    const images = [uploads, `https://${data.enrolled.bucket.bucketRegionalDomainName}`];
    return {
      connect: [
        `https://${Fn.select(2, Fn.split('/', service.apiUrl))}`,
        uploads,
        `https://cognito-idp.${region}.amazonaws.com`,
        `wss://streaming-rekognition.${region}.amazonaws.com`,
      ],
      images,
    };
  }
}

/** Adds the stacks of the pages; does nothing if the deployment serves none. */
export function addWebStacks(
  scope: Construct,
  prefix: string,
  props: Omit<WebStackProps, 'settings' | 'webAclArn'>,
): Stack[] {
  const { web: settings } = props.config;
  if (!settings) return [];
  const edge = new EdgeStack(scope, `${prefix}-Edge`, {
    ...props,
    settings,
    env: { ...props.env, region: EDGE_REGION },
    crossRegionReferences: true,
  });
  const web = new WebStack(scope, `${prefix}-Web`, {
    ...props,
    settings,
    webAclArn: edge.webAclArn,
    crossRegionReferences: true,
  });
  return [edge, web];
}
