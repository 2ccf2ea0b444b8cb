import { portraitOf, selfieOf } from '@face-idv/local-rekognition/testing/photos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSigningApp, NOTICE, PASSWORD, type PoolAccount } from '../support/face-sign-in.ts';
import { withFlowStack } from '../support/flow-stack.ts';
import { registerPersonNamed } from '../support/registrations.ts';

type App = ReturnType<typeof aSigningApp>;

const REFUSED = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('a sign-in by password and face', () => {
  const flow = withFlowStack({ 'face-login': 'second_factor' });
  let app: App;
  let franck: PoolAccount;
  let cage: PoolAccount;
  beforeAll(async () => {
    app = aSigningApp(flow);
    franck = await app.anAccount();
    cage = await app.anAccount();
    for (const [name, { userId }] of [
      ['franck', franck],
      ['cage', cage],
    ] as const)
      expect((await registerPersonNamed(flow, name, userId)).status).toBe('approved');
  });
  afterAll(() => app.close());

  it('gives tokens that the API takes, and the same session none again', async () => {
    const asked = await app.withPassword(franck.username);
    expect(asked).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { challenge: 'face', verification_session_id: expect.stringMatching(/^vs_/) },
    });
    const session = await app.showFace(asked, await portraitOf('franck'));
    const { AuthenticationResult } = await app.answer(franck.username, asked, session);
    const me = await fetch(`${flow.stack.apiUrl}verification-sessions/${session}`, {
      headers: { authorization: `Bearer ${AuthenticationResult?.AccessToken}` },
    });
    expect({ status: me.status, body: await me.json() }).toMatchObject({
      status: 200,
      body: { id: session, user_id: franck.userId, status: 'approved', type: 'authentication' },
    });
    const refreshed = await app.initiate('REFRESH_TOKEN_AUTH', {
      REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '',
    });
    expect(refreshed.AuthenticationResult?.AccessToken).toBeTruthy();

    // in its own challenge, in another one, and beside a password
    await expect(app.answer(franck.username, asked, session)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const another = await app.withPassword(franck.username);
    expect((await app.answer(franck.username, another, session)).AuthenticationResult).toBeUndefined();
    await expect(
      app.withPassword(franck.username, {
        flow: 'USER_SRP_AUTH',
        metadata: { verification_session_id: session },
      }),
    ).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  });

  it("refuses another face, a session of another user, and one that shows nobody's face", async () => {
    const asked = await app.withPassword(franck.username);
    const wrong = await app.showFace(asked, await selfieOf('cage'));
    const second = await app.answer(franck.username, asked, wrong);
    expect(second).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });

    const ofCage = await app.withPassword(cage.username);
    const foreign = await app.showFace(ofCage, await portraitOf('cage'));
    const third = await app.answer(franck.username, second, foreign);
    expect(third).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });

    const untouched = third.ChallengeParameters?.verification_session_id ?? '';
    await expect(app.answer(franck.username, third, untouched)).rejects.toMatchObject(REFUSED);
    // it was of use to its own user all the time
    expect((await app.answer(cage.username, ofCage, foreign)).AuthenticationResult).toBeDefined();
  });

  it('refuses a password without the face, by either flow, and a face without the password', async () => {
    const withoutFace = { name: 'UserLambdaValidationException', message: /CUSTOM_AUTH/ };
    await expect(
      app.withPassword(franck.username, { flow: 'USER_SRP_AUTH', metadata: {} }),
    ).rejects.toMatchObject({ name: withoutFace.name, message: expect.stringMatching(withoutFace.message) });
    await expect(
      app.initiate('USER_PASSWORD_AUTH', { USERNAME: franck.username, PASSWORD }),
    ).rejects.toMatchObject({ name: withoutFace.name });
    for (const USERNAME of [franck.username, 'no-such-user'])
      await expect(app.initiate('CUSTOM_AUTH', { USERNAME })).rejects.toMatchObject(REFUSED);
  });

  it('refuses a wrong password, and a name that no user has, alike', async () => {
    for (const username of [franck.username, 'no-such-user'])
      await expect(app.withPassword(username, { password: 'Wrong-Horse-99' })).rejects.toMatchObject(REFUSED);
  });

  it('needs both the challenge and its session at the end', async () => {
    const asked = await app.withPassword(cage.username);
    const session = await app.showFace(asked, await portraitOf('cage'));
    await expect(app.answer(cage.username, asked, session, NOTICE)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    });
  });

  it('asks for consent before anything else, if the app has not named the notice', async () => {
    const asked = await app.withPassword(franck.username, { metadata: {} });
    expect(asked.ChallengeParameters).toEqual({ USERNAME: franck.username, challenge: 'consent' });
    const refused = await app.respond(
      'CUSTOM_CHALLENGE',
      { USERNAME: franck.username, ANSWER: 'refused' },
      asked.Session,
    );
    expect(refused.ChallengeParameters).toMatchObject({ challenge: 'consent' });
    const face = await app.respond(
      'CUSTOM_CHALLENGE',
      { USERNAME: franck.username, ANSWER: 'given' },
      refused.Session,
      NOTICE,
    );
    expect(face.ChallengeParameters).toMatchObject({ challenge: 'face' });
  });

  it('tells a user with the right password why there is no challenge', async () => {
    const stranger = await app.anAccount();
    await expect(app.withPassword(stranger.username)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: expect.stringContaining('user_not_enrolled'),
    });
  });

  it('lets operators in by their password, who enroll no face', async () => {
    expect(await flow.stack.tokens.user('olivia')).toBeTruthy();
    await expect(flow.stack.tokens.user('sam')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    });
  });
});

describe('a sign-in by face alone', () => {
  const flow = withFlowStack({ 'face-login': 'only_factor' });
  let app: App;
  let franck: PoolAccount;
  beforeAll(async () => {
    app = aSigningApp(flow);
    franck = await app.anAccount();
    expect((await registerPersonNamed(flow, 'franck', franck.userId)).status).toBe('approved');
  });
  afterAll(() => app.close());

  const begin = async (USERNAME: string) => {
    const consent = await app.initiate('CUSTOM_AUTH', { USERNAME });
    const face = await app.respond(
      'CUSTOM_CHALLENGE',
      { USERNAME, ANSWER: 'given' },
      consent.Session,
      NOTICE,
    );
    return { consent, face };
  };

  it('gives tokens without a password, and none for another face', async () => {
    const { face } = await begin(franck.username);
    const wrong = await app.showFace(face, await selfieOf('cage'));
    const again = await app.answer(franck.username, face, wrong);
    const session = await app.showFace(again, await portraitOf('franck'));
    expect(
      (await app.answer(franck.username, again, session)).AuthenticationResult?.AccessToken,
    ).toBeTruthy();
  });

  it('looks the same for a name that no user has, and for a user who is not enrolled', async () => {
    const stranger = await app.anAccount();
    const known = await begin(franck.username);
    for (const username of [franck.username.replace(/.$/, '_'), stranger.username]) {
      const { consent, face } = await begin(username);
      expect(consent).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });
      expect(Object.keys(consent.ChallengeParameters ?? {})).toEqual(
        Object.keys(known.consent.ChallengeParameters ?? {}),
      );
      expect(Object.keys(face.ChallengeParameters ?? {})).toEqual(
        Object.keys(known.face.ChallengeParameters ?? {}),
      );
      const { verification_session_id = '', client_token = '' } = face.ChallengeParameters ?? {};
      expect(verification_session_id).toHaveLength(
        (known.face.ChallengeParameters?.verification_session_id ?? '').length,
      );
      expect(client_token.split('.')).toHaveLength(3);
      const answered = await app.answer(username, face, verification_session_id);
      expect(answered).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' });
      const again = answered.ChallengeParameters?.verification_session_id ?? '';
      await expect(app.answer(username, answered, again)).rejects.toMatchObject(REFUSED);
    }
  });
});
