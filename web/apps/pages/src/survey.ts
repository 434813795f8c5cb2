/** Where the customer of a conversation says how it went. What stands behind the # tells which conversation, and never leaves this page but to us. */

import { callsFor, SurveyForm } from '@hoolin/ui/survey';
import { begin, find, language } from './place.ts';

begin('survey', () => {
  const ask = (): void => void new SurveyForm(find('survey'), callsFor('/', location.hash.slice(1)), language).begin();
  addEventListener('hashchange', ask);
  ask();
});
