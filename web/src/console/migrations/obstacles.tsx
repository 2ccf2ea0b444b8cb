import Alert from '@cloudscape-design/components/alert';
import { type Migration, OBSTACLE_TEXTS } from './migration-actions.ts';

/** Says why a cut-over would be refused now; nothing if it would not. */
export function Obstacles({ of: { cut_over_obstacles: obstacles = [] } }: { readonly of: Migration }) {
  if (obstacles.length === 0) return null;
  return (
    <Alert type="warning" header="A cut-over would be refused">
      <ul>
        {obstacles.map((obstacle) => (
          <li key={obstacle}>{OBSTACLE_TEXTS[obstacle]}</li>
        ))}
      </ul>
      Repair what is wrong and check again, or accept it below.
    </Alert>
  );
}
