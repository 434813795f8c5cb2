/** A new cause and a new improvement, and what of a known one is written. */
import { KINDS, type Cause, type CauseTold, type Improvement, type ImprovementTold } from '../told.ts';

export const newCause = (owner: string): CauseTold => ({ title: '', kind: 'product', reasons: [], owner });
export const causeOf = ({ title, kind, reasons, owner }: Cause): CauseTold => ({ title, kind, reasons, owner });
export const isCause = ({ title, kind, reasons }: CauseTold): boolean => typeof title === 'string' && KINDS.includes(kind) && Array.isArray(reasons);

/** cause: that it is to remove; its reasons, or the one it is for, are what should be asked less. */
export const newImprovement = (owner: string, cause?: Cause, reason = ''): ImprovementTold => ({
  title: '', about: '', causes: cause ? [cause.cause] : [], reasons: cause?.reasons ?? (reason ? [reason] : []), owner, drop: null, who: { by: null, code: null },
});
export const toldOf = ({ title, about, causes, reasons, owner, drop, who }: Improvement): ImprovementTold => ({ title, about, causes, reasons, owner, drop, who: { by: who.by, code: who.code } });
export const isImprovement = ({ title, about, causes, reasons, who }: ImprovementTold): boolean =>
  typeof title === 'string' && typeof about === 'string' && Array.isArray(causes) && Array.isArray(reasons) && typeof who === 'object' && who !== null && 'by' in who;
