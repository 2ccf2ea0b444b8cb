import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import type { WebSettings } from '../web.ts';

export interface PageFirewallProps {
  readonly config: DeploymentConfig;
  readonly settings: WebSettings;
}

/** Groups of rules that AWS keeps: addresses known for attacks, and requests that try known weaknesses. */
const MANAGED_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
] as const;

/** Window of the rate rule. */
const WINDOW = Duration.minutes(5);

/** Refuses addresses that ask too often or are known for attacks, and logs what it refused. */
export class PageFirewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { config, settings }: PageFirewallProps) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibleAs('pages'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: settings.requestsPerFiveMinutes,
              evaluationWindowSec: WINDOW.toSeconds(),
            },
          },
          visibilityConfig: visibleAs('rate'),
        },
        ...MANAGED_RULES.map((name, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
          visibilityConfig: visibleAs(name),
        })),
      ],
    });
    this.arn = acl.attrArn;
    const logs = new CfnLogGroup(this, 'Logs', {
      // WAF writes to log groups of this prefix only
      logGroupName: `aws-waf-logs-face-idv-${config.stage}-pages`,
      retentionInDays: config.logRetentionDays,
    });
    logs.applyRemovalPolicy(config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [logs.attrArn],
      // addresses of people who were let through are nobody's business
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: [{ ActionCondition: { Action: 'BLOCK' } }],
          },
        ],
      },
    });
  }
}

const visibleAs = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // a sample would hold the addresses of people
  sampledRequestsEnabled: false,
});
