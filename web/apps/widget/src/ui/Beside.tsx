/** What stands above the messages where there is any: what we promised, and how it went. */

import { Asked } from './Asked.tsx';
import type { WithHere } from './here.ts';
import { Promises } from './Promises.tsx';

export function Beside({ here }: WithHere) {
  return (
    <>
      <Promises here={here} />
      <Asked here={here} />
    </>
  );
}
