import type { components } from '@face-idv/client';
import type { JobAction } from '../machine/actions.tsx';

export type Migration = components['schemas']['Migration'];
type Status = Migration['status'];
export type MigrationActionName = 'cut-over' | 'roll-back' | 'drain' | 'recheck' | 'cancel' | 'resume';

const WORKING: readonly Status[] = ['filling', 'verifying', 'building', 'draining', 'canceling'];

interface Described extends JobAction {
  readonly name: MigrationActionName;
  readonly from: readonly Status[];
}

const ACTIONS: readonly Described[] = [
  {
    name: 'cut-over',
    label: 'Cut over',
    done: 'The new generation decides now.',
    meaning:
      'The new generation decides from now on. The old one is still written, so you can undo this with a roll-back until you drain it.',
    from: ['ready'],
  },
  {
    name: 'roll-back',
    label: 'Roll back',
    done: 'The old generation decides again.',
    meaning:
      'The old generation decides again. The new one is still written, so you can cut over again later.',
    from: ['cut_over'],
  },
  {
    name: 'drain',
    label: 'Drain old generation',
    done: 'The old generation is being emptied.',
    meaning:
      'Stops writing the old generation and deletes its faces. This cannot be undone: you cannot roll back any more, and the name of the generation is never used again.',
    from: ['cut_over'],
  },
  {
    name: 'recheck',
    label: 'Check again',
    done: 'Another pass has begun.',
    meaning:
      'Runs another pass over the old generation, which copies what is missing, and begins new counts of the comparison. Nothing decides differently meanwhile.',
    from: ['ready'],
  },
  {
    name: 'resume',
    label: 'Resume work',
    done: 'The work was restarted.',
    meaning:
      'Restarts the work after an alarm. It is safe while the work is running, and changes nothing else.',
    from: WORKING,
  },
  {
    name: 'cancel',
    label: 'Cancel migration',
    done: 'The migration is canceled, and the new generation is being emptied.',
    meaning:
      'Stops writing the new generation and deletes its faces. The old generation decides as before. This cannot be undone: a new migration begins from nothing, in a generation with another name.',
    from: ['filling', 'verifying', 'building', 'ready'],
  },
];

/** Returns what can be done with a migration of a status. */
export const actionsOf = (status: Status): readonly Described[] =>
  ACTIONS.filter(({ from }) => from.includes(status));

/** Whether a migration goes on by itself. */
export const isMoving = ({ status }: Pick<Migration, 'status'>): boolean => WORKING.includes(status);

/** What happens in each status. */
export const STATUS_TEXTS: Readonly<Record<Status, string>> = {
  filling: 'The new generation is being filled from the images of enrolled users. The old one decides.',
  verifying: 'Every face is copied. The new generation is being checked for faces without an owner.',
  building: 'The user vectors of the new generation are being built. The old one decides.',
  ready:
    'The new generation has every face. A share of real searches is compared in both, and the old one decides until you cut over.',
  cut_over: 'The new generation decides. The old one is still written, so that you can roll back.',
  draining: 'The old generation is not written any more, and is being emptied.',
  drained: 'The migration is complete, and the old generation is empty.',
  canceling: 'The new generation is not written any more, and is being emptied.',
  canceled: 'The migration was canceled, and the new generation is empty.',
};

/** Why an image has no face in the new generation, and what to do. */
export const MISSING_TEXTS: Readonly<Record<NonNullable<Migration['failures']>[number]['reason'], string>> = {
  image_missing: 'The image is not in the bucket of enrolled images.',
  face_not_detected: 'The new face model detects no face in the image.',
  face_not_matched: 'The new face model detects no face where the enrolled one was.',
  shard_attribute_missing: 'The user lacks the attribute that the shard key of the new generation reads.',
  not_copied: 'It was indexed together with another image; "Check again" copies it.',
};

/** Results of comparing a search in both generations. */
export const COMPARED_TEXTS: Readonly<Record<string, string>> = {
  same_person: 'Both found the same person',
  both_none: 'Both found nobody',
  different_person: 'They found different people',
  only_old: 'Only the old one found somebody',
  only_new: 'Only the new one found somebody',
};

/** Why a cut-over would be refused now. */
export const OBSTACLE_TEXTS: Readonly<Record<NonNullable<Migration['cut_over_obstacles']>[number], string>> =
  {
    images_missing:
      'Some images have no face in the new generation: their users would not be found after the cut-over.',
    generations_disagree: 'The two generations agree less often than the configuration requires.',
  };

/** Counts the missing images that are listed by their reasons, the most frequent first. */
export function countReasons(
  failures: NonNullable<Migration['failures']>,
): readonly { readonly reason: keyof typeof MISSING_TEXTS; readonly count: number }[] {
  const counts = new Map<keyof typeof MISSING_TEXTS, number>();
  for (const { reason } of failures) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
