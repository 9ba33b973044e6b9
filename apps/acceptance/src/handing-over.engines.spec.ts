import { onOtherEngines } from './testing/engines';

onOtherEngines('handing-over');
