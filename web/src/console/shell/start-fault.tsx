import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

/** Says that the console cannot start, which only a deployment can fix. */
export const StartFault = ({ error }: { readonly error: unknown }) => (
  <main className="sign-in">
    <Container header={<Header variant="h1">The console could not start</Header>}>
      <Alert type="error">{error instanceof Error ? error.message : String(error)}</Alert>
    </Container>
  </main>
);
