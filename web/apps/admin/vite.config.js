import { app } from '../../scripts/app.mjs';

export default app('admin', { testTimeout: 60_000 });
