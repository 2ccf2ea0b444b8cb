import { type PersonName, portraitOf } from '@face-idv/local-rekognition/testing/photos';
import { composeIdentityCard } from '../../local/demo/identity-card.ts';

/** The card of each person, drawn once in a process. */
const cards = new Map<PersonName, Promise<Buffer>>();

/** An identity card with the portrait of a person of whom there is a selfie, too. */
export function identityCardOf(person: PersonName): Promise<Buffer> {
  const card =
    cards.get(person) ?? portraitOf(person).then((portrait) => composeIdentityCard(portrait, person));
  cards.set(person, card);
  return card;
}
