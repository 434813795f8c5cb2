/** Surveys as customers answer them. */
export { callsFor, Refused, type Calls, type Question, type Told } from './calls.ts';
export { SurveyForm } from './form.ts';
export { TEXTS } from './texts.ts';
