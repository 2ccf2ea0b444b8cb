import { forgetEntrance, keptEntranceOf } from './kept-entrance.ts';

/**
 * Forgets a token of a session that the API refuses, which would be refused in this tab for ever. The session of
 * a person who signs in is kept: it goes on once they have signed in again.
 */
export function forgetRefusedToken(storage?: Parameters<typeof keptEntranceOf>[0]): void {
  if (keptEntranceOf(storage)?.kind === 'client') forgetEntrance(storage);
}

/** Begins again with the sign-in: the address has no secret left, and tokens that were refused are gone. */
export async function signInAgain(): Promise<void> {
  forgetRefusedToken();
  const { signOut } = await import('../../sign-in/cognito.ts');
  // without a network nobody is signed out, and the sign-in does so before it begins
  await signOut().catch(() => {});
  location.reload();
}
