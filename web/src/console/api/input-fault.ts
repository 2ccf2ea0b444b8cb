/** Something that an operator has left out or entered wrongly, found before the API is called. */
export class InputFault extends Error {
  override readonly name = 'InputFault';
}
