import { Stack } from 'aws-cdk-lib';
import { type IRole, ManagedPolicy, PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Characters of a managed policy, and managed policies of a role, by default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_POLICY_CHARACTERS = 6144;
const MAX_POLICIES = 10;

export interface ImportPoliciesProps {
  readonly role: IRole;
  /** Permissions on import buckets, one statement per bucket. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * Permissions of a role on import buckets. They grow with the buckets, so they are spread over managed
 * policies: the policies within a role hold 10,240 characters together.
 */
export class ImportPolicies extends Construct {
  constructor(scope: Construct, id: string, { role, statements }: ImportPoliciesProps) {
    super(scope, id);
    const documents = packed(statements, Stack.of(this));
    if (documents.length > MAX_POLICIES)
      throw new Error(
        `the permissions on importBuckets of lib/config.ts fill ${documents.length} policies and a role takes ${MAX_POLICIES}; list fewer buckets, or one bucket per tenant with a prefix`,
      );
    for (const [index, document] of documents.entries())
      new ManagedPolicy(this, `Policy${index}`, { document, roles: [role] });
  }
}

/** Fills one document after the other. */
function packed(statements: readonly PolicyStatement[], stack: Stack): readonly PolicyDocument[] {
  const groups: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    if (last && charactersOf([...last, statement], stack) <= MAX_POLICY_CHARACTERS) last.push(statement);
    else groups.push([statement]);
  }
  return groups.map(documentOf);
}

/** Statements of one tenant become one statement. */
const documentOf = (statements: readonly PolicyStatement[]): PolicyDocument =>
  new PolicyDocument({ statements: statements.map((one) => one.copy()), minimize: true });

/** Characters at most: a reference is longer in the template than once it is resolved. */
const charactersOf = (statements: readonly PolicyStatement[], stack: Stack): number =>
  JSON.stringify(stack.resolve(documentOf(statements))).length;
