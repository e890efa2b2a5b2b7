# What the specification's normalisation adds before its constraints are asked, phase 1: types and
# the general property of components. Phase 2 pushes values down from slices and data sets.
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?observation a qb:Observation }
WHERE  { ?observation qb:dataSet ?cube } ;

INSERT { ?observation a qb:Observation }
WHERE  { ?slice qb:observation ?observation } ;

INSERT { ?cube a qb:DataSet . ?slice a qb:Slice }
WHERE  { ?cube qb:slice ?slice } ;

INSERT { ?property a qb:DimensionProperty . ?component qb:componentProperty ?property }
WHERE  { ?component qb:dimension ?property } ;

INSERT { ?property a qb:MeasureProperty . ?component qb:componentProperty ?property }
WHERE  { ?component qb:measure ?property } ;

INSERT { ?property a qb:AttributeProperty . ?component qb:componentProperty ?property }
WHERE  { ?component qb:attribute ?property } ;

INSERT { ?observation ?property ?value }
WHERE  {
  ?structure qb:component ?component .
  ?component qb:componentProperty ?property ;
    qb:componentAttachment qb:DataSet .
  ?cube qb:structure ?structure ;
    ?property ?value .
  ?observation qb:dataSet ?cube .
} ;

INSERT { ?observation ?property ?value }
WHERE  {
  ?structure qb:component ?component .
  ?component qb:componentProperty ?property ;
    qb:componentAttachment qb:Slice .
  ?cube qb:structure ?structure ;
    qb:slice ?slice .
  ?slice ?property ?value ;
    qb:observation ?observation .
} ;

INSERT { ?observation ?property ?value }
WHERE  {
  ?slice a qb:Slice ;
    qb:sliceStructure / qb:componentProperty ?property ;
    qb:observation ?observation ;
    ?property ?value .
  ?property a qb:DimensionProperty .
}
