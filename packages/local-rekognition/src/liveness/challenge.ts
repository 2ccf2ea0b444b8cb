import type { Challenge } from './session.ts';

/**
 * Challenges that this service can issue, the default first, and the newest version of each first. AWS
 * documents 1.0.0 of both ("Face Liveness update guidelines"); its components also offer 2.0.0 with light.
 * The two versions with light are the same here.
 * @see ChallengePreferences of CreateFaceLivenessSession
 */
export const SUPPORTED_CHALLENGES: readonly Challenge[] = [
  { type: 'FaceMovementAndLightChallenge', version: '2.0.0' },
  { type: 'FaceMovementAndLightChallenge', version: '1.0.0' },
  { type: 'FaceMovementChallenge', version: '1.0.0' },
];

/**
 * The first challenge of the session's preferences that the client can do.
 *
 * @param clientVersions as the stream's `challenge-versions` has it:
 *   `FaceMovementAndLightChallenge_2.0.0,FaceMovementChallenge_1.0.0`
 */
export function chooseChallenge(
  preferences: readonly Challenge[],
  clientVersions: string,
): Challenge | undefined {
  const offered = clientVersions.split(',').map((name) => name.trim());
  return preferences.find(({ type, version }) => offered.includes(`${type}_${version}`));
}
