import { type PersonName, portraitOf } from '@face-idv/local-rekognition/testing/photos';
import { composeIdentityCard } from '../../local/demo/identity-card.ts';

/** An identity card with the portrait of a person of whom there is a selfie, too. */
export const identityCardOf = async (person: PersonName): Promise<Buffer> =>
  composeIdentityCard(await portraitOf(person), person);
