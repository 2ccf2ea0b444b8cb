import * as z from 'zod/mini';
// the index of languages would add all fifty of them to a bundle
import english from 'zod/v4/locales/en.js';

/** zod/mini comes without messages: code that reports one imports this file. */
z.config(english());
