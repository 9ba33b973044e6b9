/**
 * Who works in the contact centre of these tests. The hashes were made by Python's `hashlib.scrypt`, not by Parley.
 */
export const PEOPLE = {
  nora: { name: 'Nora Quist', role: 'agent', password: 'quist-and-quiet-41', passwordHash: '$scrypt$ln=15,r=8,p=1$32SrSFarmRvdHWbY2UgUcQ$wKqHQQD+ziCiE4q/E0xA2ouua8BAT6er4XdZyM35EjI' },
  omar: { name: 'Omar Haddad', role: 'agent', password: 'haddad-by-the-sea-7', passwordHash: '$scrypt$ln=15,r=8,p=1$Mlgd2O2feRrlY4PD48UGEg$8MaOnZF1T51WLft3OMcKnPeWsS/ZtWlER+yvFO/jhP8' },
  pia: { name: 'Pia Ōta', role: 'agent', password: 'ota-päss-wörd', passwordHash: '$scrypt$ln=15,r=8,p=1$hNKMy1RuszD4Qnn33mldng$kmszbyNZN1r+9JuVVhDq88GV6udZB2xqhNc8hwF6e24' },
  quin: { name: 'Quin Obi', role: 'agent', password: 'obi one two three', passwordHash: '$scrypt$ln=15,r=8,p=1$dbuv6T6mpK8noYUW7ZN9gw$vuEv9A84o6QG2cw20YLaQmr9SvGV1V5UnIOxw136xWo' },
  rosa: { name: 'Rosa Núñez', role: 'agent', password: 'nunez$with$dollars', passwordHash: '$scrypt$ln=15,r=8,p=1$GZunrGRXN92NubB1JONlcg$magkmkCGgDB3Srdfu5kA8GnQfltdcGxlscpGZMlfq0M' },
  sten: { name: 'Sten Åkesson', role: 'agent', password: 'akesson/slash/es', passwordHash: '$scrypt$ln=15,r=8,p=1$kAfNm/X6RRF/D2CS2ZLR8Q$9yDpSFfrV9hOwRi2zUsDhg5Lbc6M3PaYwgOwl0ALx10' },
  tove: { name: 'Tove Lind', role: 'agent', password: 'lind-on-her-own', passwordHash: '$scrypt$ln=15,r=8,p=1$Hm/0B1q8m3KkDkqE435s4w$LFq3QDU6tnhK/Ccfw/ufhGQDZxM0ART7pzVu5SszTuA' },
  vera: { name: 'Vera Supek', role: 'supervisor', password: 'supek-sees-it-all', passwordHash: '$scrypt$ln=15,r=8,p=1$L4RkHCuxyaYYjC5CWX8WWA$mG/hd0m4EutmlA9zC4l8CBXFRBbimOrcUE3mENre8DA' },
  yuki: { name: 'Yuki Arai', role: 'analyst', password: 'arai-counts-rows', passwordHash: '$scrypt$ln=15,r=8,p=1$G+eJcQAw59jq/6wJR5wYOg$liN/fCU9w35a+h4CWTk9ywPWf06vluFDYXiWVPnGngY' },
} as const;

export type PersonId = keyof typeof PEOPLE;
