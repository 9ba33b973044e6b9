import { onOtherEngines } from './testing/engines';

onOtherEngines('main-job');
