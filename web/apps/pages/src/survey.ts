/** Where the customer of a conversation says how it went. What stands behind the # tells which conversation, and never leaves this page but to us. */

import { callsFor, SurveyForm } from '@hoolin/ui/survey';
import { begin, find, language } from './place.ts';

begin('survey', () => {
  const ask = (): void => {
    const form = new SurveyForm(find('survey'), callsFor('/', location.hash.slice(1)), language, ({ operator }) => {
      find('operator').textContent = operator;
    });
    void form.begin();
  };
  addEventListener('hashchange', ask);
  ask();
});
