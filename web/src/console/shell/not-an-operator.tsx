import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';

interface NotAnOperatorProps {
  readonly username: string;
  readonly onSignOut: () => void;
}

/** Says that somebody who has signed in is not an operator. */
export const NotAnOperator = ({ username, onSignOut }: NotAnOperatorProps) => (
  <main className="sign-in">
    <Container header={<Header variant="h1">This account may not use the console</Header>}>
      <SpaceBetween size="m">
        <div>
          <strong className="wraps">{username}</strong> belongs to no group of operators. An administrator of
          the user pool can add it to <code>viewers</code>, <code>reviewers</code> or <code>operators</code>.
        </div>
        <Button onClick={onSignOut}>Sign out</Button>
      </SpaceBetween>
    </Container>
  </main>
);
