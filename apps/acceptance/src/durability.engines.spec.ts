import { onOtherEngines } from './testing/engines';

onOtherEngines('durability');
