/** Shown by a deployment in AWS, where CloudWatch shows its dashboards itself. */
export const InAwsPage = ({ region }: { readonly region: string }) => (
  <main className="runbook">
    <h1>Operations</h1>
    <p>
      This page shows the dashboards of a stack on a laptop. In AWS they are in the CloudWatch console:{' '}
      <a href={`https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards:`}>
        dashboards of {region}
      </a>
      .
    </p>
  </main>
);
