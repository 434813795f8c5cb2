import { app } from '../../scripts/app.mjs';

export default app('security');
